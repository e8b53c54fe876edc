"""What test_like_buildkit.py cannot see of it: the lines that decide, and those of what is wrong."""

from __future__ import annotations

import time

import pytest

from grading.context import read_context
from grading.context.ignorefile import MAX_PATTERNS, parse_ignorefile
from grading.faults import LearnerFault
from tests.grading.said import said


def deciding_line(text: str, path: str) -> int | None:
    ruling = parse_ignorefile(text).ruling(path)
    return ruling.line if ruling else None


def test_the_last_line_that_matches_decides() -> None:
    text = "# all\n*\n\n!app\napp/*.log\n"
    assert deciding_line(text, "x") == 2
    assert deciding_line(text, "app/main.py") == 4
    assert deciding_line(text, "app/a.log") == 5
    assert deciding_line("*.md\n", "app/a.md") is None


def test_a_line_that_matches_a_folder_decides_on_what_is_below() -> None:
    assert parse_ignorefile("a/b\n").ignores("a/b/c/d")
    assert not parse_ignorefile("b\n").ignores("a/b/c/d")
    assert not parse_ignorefile("a\n!a/b\n").ignores("a/b/c/d")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("x\n!\n", 2, "An exclamation mark needs a pattern behind it."),
        ("x\n\n[a\n", 3, "The pattern [a cannot be read"),
        (f"x\n{'a' * 70_000}\n", 2, "This line is too long"),
        ("x\n" * (MAX_PATTERNS + 1), MAX_PATTERNS + 1, "Too many patterns"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(LearnerFault) as caught:
        read_context({".dockerignore": text})
    assert (caught.value.line, caught.value.path) == (line, ".dockerignore")
    assert said(caught.value).startswith(reason)


def test_what_only_shows_when_it_is_used_is_said_then() -> None:
    with pytest.raises(LearnerFault, match="cannot be read"):
        parse_ignorefile("[z-a]\n").ignores("x")


def test_the_one_named_for_the_dockerfile_goes_first() -> None:
    files = {"a": "", "b": "", ".dockerignore": "a", "x/Dockerfile.dockerignore": "b"}
    assert read_context(files).has("b")
    assert not read_context(files).has("a")
    context = read_context(files, "x/Dockerfile")
    assert (context.has("a"), context.has("b"), context.ignore_name) == (
        True,
        False,
        "x/Dockerfile.dockerignore",
    )


def test_what_is_not_there_is_not_in_it() -> None:
    assert not read_context({}).has("x")


def test_patterns_made_to_be_slow_are_not() -> None:
    text = "".join("**/" * 30 + f"*a*a*a*a*a*a*a*a*a*a*b{number}\n" for number in range(500))
    began = time.process_time()
    assert not parse_ignorefile(text).ignores("a" * 50)
    assert time.process_time() - began < 2
