"""What an ADD would fetch is found through quotes and variables."""

from __future__ import annotations

import time

import pytest

from tests.grading.validation.test_validation import problem, problems, valid

ADDRESS = "ADD cannot fetch https://example.org/x"


@pytest.mark.parametrize(
    "text",
    [
        'FROM busybox\nADD "https://example.org/x" /y\n',
        "FROM busybox\nADD 'https://'example.org/x /y\n",
        "FROM busybox\nADD ht\\tps://example.org/x /y\n",
        "# escape=`\nFROM busybox\nADD ht`tps://example.org/x /y\n",
        "FROM busybox\nARG A=https://example.org\nADD $A/x /y\n",
        "FROM busybox\nENV A https://example.org\nADD ${A}/x /y\n",
        "FROM busybox\nENV A=s B=http\nADD ${B}${A}://example.org/x /y\n",
        "ARG A=https\nFROM busybox\nARG A\nADD $A://example.org/x /y\n",
        "FROM busybox AS one\nENV A=https\nFROM one\nADD $A://example.org/x /y\n",
        "FROM busybox\nADD ${A:-https://example.org/x} /y\n",
        'FROM busybox\nARG A=https\nADD ["$A://example.org/x", "/y"]\n',
    ],
)
def test_an_address_is_seen_however_it_is_written(text: str) -> None:
    path, line, message = problem(text)
    assert (path, line) == ("Dockerfile", text.count("\n"))
    assert ADDRESS in message


def test_a_build_argument_counts() -> None:
    text = "FROM busybox\nARG A=app.py\nADD $A /y\n"
    assert valid(text)
    assert ADDRESS in problem(text, "docker build --build-arg A=https://example.org/x .")[2]


def test_what_another_stage_sets_does_not_count() -> None:
    assert valid("FROM busybox\nENV A=https\nFROM busybox\nADD $A:/x /y\n")


def test_what_cannot_be_followed_is_refused() -> None:
    assert "beside ONBUILD" in problem("FROM busybox\nONBUILD ENV A=https\nADD $A://x /y\n")[2]
    assert "cannot be read" in problem("FROM busybox\nENV A=x\nADD ${A#x} /y\n")[2]
    assert "too long" in problem(f"FROM busybox\nENV A={'x' * 3000}\nADD {'$A ' * 10} /y\n")[2]
    doubling = "".join("ENV A=$A$A\n" for _ in range(30))
    assert "cannot be read" in problems(f"FROM busybox\nENV A=xxxx\n{doubling}ADD $A /y\n")[0][2]


def test_an_error_counts_for_what_comes_after_it_alone() -> None:
    assert valid("FROM busybox\nARG A=x\nADD $A /y\nENV B=${A#x}\nADD app.py /y\nFROM busybox\nADD $A /y\n")


def test_many_variables_are_read_once() -> None:
    variables = "".join(f"ENV V{number}={'a' * 300}\n" for number in range(95))
    began = time.process_time()
    assert valid(f"FROM busybox\n{variables}ADD {'$A ' * 1000} /y\n")
    assert time.process_time() - began < 5  # anew for each word it took more than 20
