from __future__ import annotations

from pathlib import Path

import pytest

from grading.management.commands.lab import all_labs
from grading.workbench.problems import MAX_LINTED, problems
from labs.content import read_lab
from labs.models import Lab

pytestmark = pytest.mark.django_db
BUILD = "docker build -t app ."


def test_what_the_gate_refuses_is_an_error_and_what_hadolint_says_is_advice(lab: Lab) -> None:
    text = "FROM python:3.11-slim\nRUN cd /srv && ls\nCOPY --from=nowhere a b\n"
    found = {
        (one.severity, one.path, one.line, one.code)
        for one in problems(lab.spec(), {"Dockerfile": text}, BUILD)
    }
    assert ("error", "Dockerfile", 3, "") in found
    assert ("warning", "Dockerfile", 2, "DL3003") in found


def test_a_text_that_nobody_can_read_is_said_once(lab: Lab) -> None:
    found = problems(lab.spec(), {"Dockerfile": "FORM python:3.11-slim\n"}, BUILD)
    assert [(one.severity, one.line) for one in found] == [("error", 1)]


def test_a_mistyped_instruction_is_an_error_that_names_the_right_one(lab: Lab) -> None:
    text = "FROM python:3.11-slim\nRUNN ls\nFOO ls\nRNU ls\n"
    found = problems(lab.spec(), {"Dockerfile": text}, BUILD)
    assert [(one.severity, one.line, one.message) for one in found] == [
        ("error", 2, "RUNN is no instruction: did you mean RUN?"),
        ("error", 3, "FOO is no instruction."),
        ("error", 4, "RNU is no instruction: did you mean RUN?"),
    ]


def test_what_stands_before_from_is_an_error(lab: Lab) -> None:
    text = "ARG BASE=python:3.11-slim\nCOPY Dockerfile /\nRNU ls\nFROM $BASE\n"
    found = problems(lab.spec(), {"Dockerfile": text}, BUILD)
    assert [(one.severity, one.line, one.message) for one in found] == [
        ("error", 2, "COPY stands before FROM: only ARG may."),
        ("error", 3, "RNU is no instruction: did you mean RUN?"),
    ]


def test_an_image_that_no_command_above_makes_is_a_warning(lab: Lab) -> None:
    def said(commands: str) -> list[tuple[str, str, int | None, str]]:
        found = problems(lab.spec(), {"Dockerfile": "FROM python:3.11-slim\n"}, commands)
        return [(one.severity, one.path, one.line, one.message) for one in found]

    assert said("docker build -t a:1 .\ndocker tag a:1 b\ndocker run --rm b:latest ls") == []
    assert said("docker build -t a .\ndocker tag python:3.11-slim p\ndocker run --rm p ls") == []
    assert said("docker build -t wether:1.0.0 .\ndocker tag weather:1.0.0 x\ndocker run --rm soup") == [
        (
            "warning",
            "commands.txt",
            2,
            "No docker command above makes the image weather:1.0.0: did you mean wether:1.0.0?",
        ),
        ("warning", "commands.txt", 3, "No docker command above makes the image soup."),
    ]


def test_a_file_that_the_lab_has_not_is_a_warning_before_it_is_built(lab: Lab) -> None:
    text = "FROM python:3.11-slim\nCOPY Dockerfil /app/\n"
    found = problems(lab.spec(), {"Dockerfile": text}, BUILD)
    assert [(one.severity, one.line, one.message) for one in found if not one.code] == [
        ("warning", 2, "Dockerfil is none of this lab's files: did you mean Dockerfile?")
    ]


def test_a_stage_that_no_build_needs_is_a_warning(lab: Lab) -> None:
    base = "python:3.11-slim"
    text = f"FROM {base} AS a\nFROM {base} AS b\nFROM {base} AS tests\nFROM {base}\nCOPY --from=a /x /x\n"

    def unused(commands: str) -> list[int | None]:
        found = problems(lab.spec(), {"Dockerfile": text}, commands)
        return [one.line for one in found if "it is not built" in one.message and one.severity == "warning"]

    assert unused(BUILD) == [2, 3]
    assert unused(f"docker build --target tests .\n{BUILD}") == [2]
    assert unused("docker biuld .") == []
    assert unused(f"docker build --target tests --nocache .\n{BUILD}") == [2]


def test_a_mistyped_stage_is_told_once_and_the_one_meant_is_not_called_unused(lab: Lab) -> None:
    base = "python:3.11-slim"
    text = f"FROM {base} AS workshop\nFROM {base}\nCOPY --from=workshp /a /a\n"
    found = problems(lab.spec(), {"Dockerfile": text}, "docker build --buildarg X=1 .")
    assert [(one.severity, one.path, one.line, one.message) for one in found] == [
        ("error", "commands.txt", 1, "The option --buildarg is not allowed: did you mean --build-arg?"),
        ("error", "Dockerfile", 3, "--from=workshp is no stage above: did you mean workshop?"),
    ]


def test_a_build_argument_that_no_arg_declares_is_a_warning_of_the_commands(lab: Lab) -> None:
    text = "ARG BASE=python:3.11-slim\nFROM $BASE\nARG VERSION=1 OTHER\nONBUILD ARG LATER\n"

    def said(arguments: str) -> list[tuple[str, str, int | None, str]]:
        found = problems(lab.spec(), {"Dockerfile": text}, f"# here\ndocker build {arguments} .")
        return [(one.severity, one.path, one.line, one.message) for one in found if not one.code]

    known = ("BASE=python:3.11-slim", "VERSION=2", "OTHER=3", "LATER=4", "http_proxy=x", "TARGETARCH=arm64")
    assert said(" ".join(f"--build-arg {one}" for one in known)) == []
    assert said("--build-arg VERSOIN=2.1.0 --build-arg BUILD_DATE=1") == [
        ("warning", "commands.txt", 2, "The Dockerfile has no ARG VERSOIN: did you mean VERSION?"),
        ("warning", "commands.txt", 2, "The Dockerfile has no ARG BUILD_DATE: the value is not used."),
    ]


def test_the_commands_have_problems_too(lab: Lab) -> None:
    files = {"Dockerfile": 'FROM python:3.11-slim\nCMD ["python3"]\n'}
    assert [(one.path, one.line) for one in problems(lab.spec(), files, "docker fly")] == [
        ("commands.txt", 1)
    ]


def test_only_the_labs_own_dockerfiles_are_linted_and_only_short_ones(lab: Lab) -> None:
    long = "FROM python:3.11-slim\n" + "RUN cd /srv\n" * (MAX_LINTED // 12)
    assert "DL3003" not in {one.code for one in problems(lab.spec(), {"Dockerfile": long}, BUILD)}
    found = problems(lab.spec(), {"Dockerfile.other": "FROM a\nRUN cd /srv\n"}, BUILD)
    assert {one.severity for one in found} == {"error"}


def test_an_empty_dockerfile_is_one_error(lab: Lab) -> None:
    found = problems(lab.spec(), {"Dockerfile": ""}, BUILD)
    assert [one.severity for one in found] == ["error"]


@pytest.mark.parametrize("folder", all_labs(), ids=lambda folder: folder.name)
def test_a_labs_own_solution_is_never_complained_of(folder: Path) -> None:
    """What is said while one writes must not contradict what the lab teaches."""
    lab = read_lab(folder)
    assert problems(lab, lab.solution, lab.solution_commands or lab.commands) == []


def test_what_contradicts_the_labs_is_not_said(lab: Lab) -> None:
    text = "FROM python:3.11-slim\nRUN echo a\nRUN echo b\nRUN apt-get install -y curl\n"
    codes = {one.code for one in problems(lab.spec(), {"Dockerfile": text}, BUILD)}
    assert codes.isdisjoint({"DL3059", "DL3008"})
    assert "DL3015" in codes
