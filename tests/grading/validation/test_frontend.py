import pytest

from grading.dockerfile import parse_dockerfile
from grading.validation.frontend import without_directives
from tests.grading.validation.test_validation import problem, problems, valid


@pytest.mark.parametrize(
    "value",
    [
        "docker/dockerfile",
        "docker/dockerfile:1",
        "docker/dockerfile:1.7",
        "docker/dockerfile:1.7.0",
        "docker.io/docker/dockerfile:latest",
    ],
)
def test_dockers_own_frontend_may_be_named_and_is_not_fetched(value: str) -> None:
    submission = valid(f"# syntax={value}\nFROM busybox\n")
    assert submission.files["Dockerfile"] == "#\nFROM busybox\n"
    assert submission.sent["Dockerfile"] == f"# syntax={value}\nFROM busybox\n"


@pytest.mark.parametrize(
    "head",
    [
        "# syntax=evil/frontend",
        "#SYNTAX = evil",
        " # syntax=evil",
        "# escape=`\n# syntax=evil",
        "# syntax=docker/dockerfile:2",
        "# syntax=docker/dockerfile:1@sha256:" + "0" * 64,
        "# syntax=docker/dockerfile-upstream:master",
        "# syntax=docker/dockerfile:1-labs",
        "# syntax=evil docker/dockerfile:1",
    ],
)
def test_any_other_is_refused_with_its_line(head: str) -> None:
    path, line, says = problem(f"{head}\nFROM busybox\n")
    assert (path, line) == ("Dockerfile", head.count("\n") + 1)
    assert "only docker/dockerfile:1 may be named" in says


@pytest.mark.parametrize("head", ["// syntax=evil", "//syntax=evil"])
def test_the_other_spellings_of_a_frontend_are_refused(head: str) -> None:
    assert problem(f"{head}\nFROM busybox\n")[1:] == (
        1,
        "A Dockerfile starts with ARG or FROM, and its comments with #.",
    )


def test_a_dockerfile_in_json_is_refused() -> None:
    assert "starts with ARG or FROM" in problems('{"syntax": "evil"}')[0][2]


@pytest.mark.parametrize(
    ("text", "built"),
    [
        ("FROM a\n", "FROM a\n"),
        ("# syntax=a\n# escape=`\nFROM a\n", "# escape=`\n#\nFROM a\n"),
        ("# check=x\n#escape = \\\n# syntax=a\nFROM a\n", "# escape=\\\n#\n#\nFROM a\n"),
        ("#!/x\n# syntax=evil\nFROM a\n", "#\n# syntax=evil\nFROM a\n"),
        ("#!x", "#"),
        ("# a comment\n# syntax=evil\nFROM a", "# a comment\n# syntax=evil\nFROM a"),
    ],
)
def test_every_instruction_keeps_its_line_and_only_escape_stays(text: str, built: str) -> None:
    dockerfile = parse_dockerfile(text)
    assert without_directives(text, dockerfile) == built
    assert parse_dockerfile(built).instructions == dockerfile.instructions


@pytest.mark.parametrize(
    "directive", ["# syntax=evil", "# escape=`", "#syntax = docker/dockerfile:1", "# check=skip=all"]
)
def test_a_directive_below_a_shebang_is_refused(directive: str) -> None:
    path, line, says = problem(f"#!/usr/bin/env docker\n{directive}\nFROM busybox\n")
    assert (path, line) == ("Dockerfile", 2)
    assert says == "A directive cannot follow a #! line: remove one of them."
