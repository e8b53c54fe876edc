from __future__ import annotations

from typing import Any

import pytest

from grading.checks.command import Command
from grading.probes.command import CommandRun
from grading.probes.start import Start
from labs.checkkinds import CheckError
from tests.grading.checks.answered import judged
from tests.grading.checks.work import LAB
from tests.grading.said import said


def printed(
    stdout: str = "", code: int | None = 0, stopped: str | None = None, stderr: str = ""
) -> dict[str, Any]:
    return {
        "exit_code": code,
        "stopped": stopped,
        "took": 0.1,
        "stdout": stdout,
        "stderr": stderr,
        "output": stdout + stderr,
    }


def test_the_exit_code_and_each_text_earn_their_part() -> None:
    asked = {
        "run": ["x"],
        "contains": ["one", "two"],
        "matching": "^t.o$",
        "prints": "one\ntwo",
        "exit_code": 3,
    }
    assert judged(Command(), asked, printed("one\ntwo\n", 3)).fraction == 1
    assert judged(Command(), asked, printed("one\ntwo\n")).fraction == pytest.approx(4 / 5)
    assert judged(Command(), asked, printed("one\n", 3)).fraction == pytest.approx(2 / 5)
    assert judged(Command(), asked, printed()).fraction == 0


@pytest.mark.parametrize(
    ("asked", "answer", "says", "line"),
    [
        ({"run": ["id", "-u"]}, printed("0\n"), "id -u does what was asked for.", None),
        (
            {"arguments": ["a b"]},
            printed("starting\n", 1, stderr="Traceback\nKeyError: 'X'\n"),
            "docker run 'a b' ended with exit code 1; asked for: 0. What it printed ends with: "
            "starting ⏎ Traceback ⏎ KeyError: 'X'",
            4,
        ),
        (
            {"seconds": 2},
            printed("waiting\n", None, "seconds"),
            "docker run did not end within 2 s and was stopped. What it printed ends with: waiting",
            4,
        ),
        (
            {},
            printed("y\n" * 9, None, "output"),
            "docker run printed so much that it was stopped. The end of it: y ⏎ y ⏎ y ⏎ y ⏎ y",
            4,
        ),
        ({}, {"not_started": "exec: no such file"}, "docker run does not start: exec: no such file", 4),
        (
            {"run": ["x"], "prints": "3"},
            printed("4\n"),
            "As asked for: 1 of 2. x should give exactly this: 3. It gave: 4",
            None,
        ),
        (
            {"run": ["x"], "contains": "3", "stream": "stderr"},
            printed("3\n", stderr="4\n"),
            "As asked for: 1 of 2. What x gives should contain this: 3. It ends with: 4",
            None,
        ),
        (
            {"run": ["x"], "matching": "^3$"},
            printed("4\n"),
            "As asked for: 1 of 2. What x gives should match this expression: ^3$. It ends with: 4",
            None,
        ),
        (
            {"run": ["x"], "matching": "^3$"},
            printed(),
            "As asked for: 1 of 2. x gives nothing; asked for: ^3$.",
            None,
        ),
    ],
)
def test_what_is_found_is_said_with_the_end_of_what_was_printed(
    asked: dict[str, Any], answer: dict[str, Any], says: str, line: int | None
) -> None:
    finding = judged(Command(), asked, answer)
    assert (said(finding.message), finding.evidence.line) == (says, line)


def test_what_was_printed_before_it_was_stopped_counts() -> None:
    asked = {"run": ["x"], "contains": "ready"}
    assert judged(Command(), asked, printed("ready\n", None, "seconds")).fraction == 0.5
    assert judged(Command(), asked, printed("ready\n", None, "output")).fraction == 0


def test_a_message_shows_the_end_of_much() -> None:
    message = said(judged(Command(), {"run": ["x" * 500]}, printed("z" * 5000, 1)).message)
    assert "… zzz" in message
    assert len(message) < 700


def test_other_expectations_ask_nothing_new() -> None:
    run = {
        "run": ["x"],
        "user": "7",
        "read_only": True,
        "writable": ["/tmp"],
        "env": {"A": "1"},
        "stdin": "s",
    }
    start = Start(("x",), user="7", read_only=True, tmpfs=("/tmp",), env={"A": "1"})
    for more in ({}, {"exit_code": 1, "contains": "x", "stream": "output"}):
        assert Command().probes(run | more) == (CommandRun(start, "s", 10.0),)


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({"run": "ls"}, "run"),
        ({"run": []}, "run"),
        ({"run": ["a\0"]}, "run"),
        ({"run": ["a"], "arguments": ["b"]}, "arguments"),
        ({"exit_code": True}, "exit_code"),
        ({"exit_code": 256}, "exit_code"),
        ({"prints": 3}, "prints"),
        ({"contains": [""]}, "contains"),
        ({"contains": 3}, "contains"),
        ({"matching": "("}, "matching"),
        ({"stream": "both"}, "stream"),
        ({"seconds": 0}, "seconds"),
        ({"seconds": "1"}, "seconds"),
        ({"seconds": 120}, "seconds"),
        ({"stdin": "x" * 70_000}, "stdin"),
        ({"user": 7}, "user"),
        ({"env": {"A": 1}}, "env"),
        ({"read_only": "yes"}, "read_only"),
        ({"writable": "/tmp"}, "writable"),
    ],
)
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        Command().validate(parameters, LAB)
    assert refused.value.key == key
