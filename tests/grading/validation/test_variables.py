"""What an ADD would fetch is found through quotes and variables."""

from __future__ import annotations

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
    doubling = "".join("ENV A=$A$A\n" for _ in range(30))
    assert "cannot be read" in problems(f"FROM busybox\nENV A=xxxx\n{doubling}ADD $A /y\n")[0][2]
