from __future__ import annotations

from collections.abc import Mapping

import pytest

from grading.commands import COMMANDS_FILE
from grading.validation import Invalid, ValidSubmission, validate
from labs.spec import LabSpec, Limits
from tests.grading.said import said

DOCKERFILE = "FROM python:3.11-slim\nCOPY app.py /\n"
APP = "print('hello')\n"


def a_lab(**given: object) -> LabSpec:
    values: dict[str, object] = {
        "slug": "lab",
        "title": "Lab",
        "summary": "",
        "brief": "",
        "editable": ("Dockerfile", ".dockerignore", "Other.Dockerfile"),
        "base_images": ("python:3.11-slim", "busybox"),
        "network": "none",
        "commands": "docker build .",
        "limits": Limits(),
        "checks": (),
        "starter": {"Dockerfile": "FROM python:3.11-slim\n", "app.py": APP},
        "solution": {},
        "solution_commands": "",
    }
    return LabSpec(**values | given)  # type: ignore[arg-type]


def valid(
    files: Mapping[str, bytes | str] | str = DOCKERFILE,
    commands: str = "docker build -t app .",
    **lab: object,
) -> ValidSubmission:
    return validate(a_lab(**lab), {"Dockerfile": files} if isinstance(files, str) else files, commands)


def problems(
    files: Mapping[str, bytes | str] | str = DOCKERFILE,
    commands: str = "docker build -t app .",
    **lab: object,
) -> list[tuple[str | None, int | None, str]]:
    with pytest.raises(Invalid) as refused:
        valid(files, commands, **lab)
    return [(fault.path, fault.line, said(fault)) for fault in refused.value.faults]


def problem(
    files: Mapping[str, bytes | str] | str = DOCKERFILE,
    commands: str = "docker build -t app .",
    **lab: object,
) -> tuple[str | None, int | None, str]:
    (found,) = problems(files, commands, **lab)
    return found


def test_what_is_built_is_what_was_sent_and_the_read_only_files() -> None:
    submission = valid({"Dockerfile": DOCKERFILE, ".dockerignore": "*"})
    assert submission.sent == {"Dockerfile": DOCKERFILE, ".dockerignore": "*"}
    assert submission.files == {"Dockerfile": DOCKERFILE, ".dockerignore": "*", "app.py": APP}
    assert submission.requests[0].line == 1
    assert submission.dockerfile.stages[0].image == "python:3.11-slim"
    assert submission.target is None


def test_a_mark_and_windows_line_ends_are_taken_off() -> None:
    sent = valid({"Dockerfile": b"\xef\xbb\xbf" + DOCKERFILE.replace("\n", "\r\n").encode()}).sent
    assert sent["Dockerfile"] == DOCKERFILE


def test_a_read_only_file_may_be_sent_as_it_is() -> None:
    submission = valid({"Dockerfile": DOCKERFILE, "app.py": APP.replace("\n", "\r\n")})
    assert submission.files["app.py"] == APP
    assert "app.py" not in submission.sent


def test_a_changed_read_only_file_is_refused() -> None:
    assert problem({"Dockerfile": DOCKERFILE, "app.py": "x"}) == (
        "app.py",
        None,
        "The file app.py cannot be changed: only Dockerfile, .dockerignore, Other.Dockerfile can.",
    )


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("dockerfile", "is not part of this lab: only Dockerfile"),
        ("../Dockerfile", "may not have .. or a leading /"),
        ("/Dockerfile", "may not have .. or a leading /"),
        ("./Dockerfile", "may not have .. or a leading /"),
        ("a//b", "may not have .. or a leading /"),
        ("", "may not have .. or a leading /"),
        ("a\\b", "a backslash or a control character"),
        ("a\0b", "a backslash or a control character"),
        ("a\nb", "a backslash or a control character"),
        ("\x1b[31m", "a backslash or a control character"),
        ("x" * 5000, "is not part of this lab"),
    ],
)
def test_a_name_that_is_not_the_labs_is_refused(name: str, says: str) -> None:
    path, _line, message = problem({"Dockerfile": DOCKERFILE, name: "x"})
    assert says in message
    assert len(message) < 500
    assert message.isprintable()
    assert path is not None


def test_a_name_must_be_safe_even_when_a_lab_lists_it() -> None:
    assert (
        "may not have .."
        in problem({"Dockerfile": DOCKERFILE, "../x": ""}, editable=("Dockerfile", "../x"))[2]
    )


def test_twenty_files_are_the_most() -> None:
    files = {"Dockerfile": DOCKERFILE} | {f"f{n}": "" for n in range(20)}
    assert problems(files) == [(None, None, "Too many files: at most 20 are allowed, 21 were sent.")]


def test_a_file_has_a_largest_size() -> None:
    path, _line, says = problem({"Dockerfile": DOCKERFILE, ".dockerignore": "é" * 131_073})
    assert (path, says) == (".dockerignore", ".dockerignore has 262 kB: a file may have 262 kB.")


def test_all_files_together_have_a_largest_size() -> None:
    names = tuple(f"f{n}" for n in range(5))
    files = {"Dockerfile": DOCKERFILE} | dict.fromkeys(names, "x" * 262_144)
    assert "The files have 1.31 MB in all" in problem(files, editable=("Dockerfile", *names))[2]


def test_text_that_is_not_utf8_is_refused_with_its_place() -> None:
    assert problem({"Dockerfile": b"FROM \xff"}) == (
        "Dockerfile",
        None,
        "Dockerfile is not UTF-8 text: byte 5 cannot be read.",
    )
    assert "character 0 cannot be written" in problem({"Dockerfile": "\ud800"})[2]


def test_a_nul_byte_is_refused_with_its_line() -> None:
    assert problem("FROM python:3.11-slim\nRUN \0\n")[:2] == ("Dockerfile", 2)


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "# syntax=docker/dockerfile:1\n"])
def test_an_empty_dockerfile_is_refused(text: str) -> None:
    assert problem(text) == ("Dockerfile", 1, "Dockerfile is empty: it needs at least a FROM line.")


def test_the_dockerfile_that_a_build_names_must_be_there() -> None:
    assert problem({}) == ("Dockerfile", None, "The file Dockerfile is missing: docker build reads it.")
    assert problem(commands="docker build -f Other.Dockerfile .")[0] == "Other.Dockerfile"


def test_a_dockerfile_has_a_largest_size_and_number_of_instructions() -> None:
    assert "has 65.6 kB: a Dockerfile may have 65.5 kB" in problem(DOCKERFILE + "#" * 65_536)[2]
    assert problem("FROM python:3.11-slim\n" + "WORKDIR /a\n" * 200) == (
        "Dockerfile",
        201,
        "Dockerfile has 201 instructions: at most 200 are allowed.",
    )


def test_the_graded_dockerfile_is_the_last_builds() -> None:
    files = {"Dockerfile": DOCKERFILE, "Other.Dockerfile": "FROM busybox AS end\n"}
    submission = valid(
        files, "docker build .\ndocker build -f Other.Dockerfile --target end .\ndocker tag a b"
    )
    assert set(submission.dockerfiles) == {"Dockerfile", "Other.Dockerfile"}
    assert submission.dockerfile.stages[0].image == "busybox"
    assert submission.target == "end"


def test_all_problems_are_said_at_once_each_once() -> None:
    files: dict[str, bytes | str] = {
        "Dockerfile": "FROM evil\nRUN --network=host x\n",
        ".dockerignore": b"\xff",
        "x": "",
    }
    found = problems(files, "docker build .\ndocker build -t busybox --target no .")
    assert [(path, line) for path, line, _says in found] == [
        (".dockerignore", None),
        ("x", None),
        (COMMANDS_FILE, 2),
        ("Dockerfile", 1),
        ("Dockerfile", 2),
        (COMMANDS_FILE, 2),
    ]


@pytest.mark.parametrize(
    "command",
    [
        "docker build --buildarg BASE=busybox -t app .",
        "docker image build --build-arg BASE=busybox -t App .",
        "docker build -f Dockerfile --build-arg BASE=busybox",
    ],
)
def test_the_dockerfile_of_a_wrong_command_is_read_all_the_same(command: str) -> None:
    text = "ARG BASE\nFROM $BASE\nCOPY --from=evil /x /y\n"
    assert [(path, line) for path, line, _ in problems(text, command)] == [
        (COMMANDS_FILE, 1),
        ("Dockerfile", 3),
    ]


@pytest.mark.parametrize(
    "command", ["docker build -f ../x .", "docker build -t", "docker biuld .", "docker build 'a"]
)
def test_a_wrong_command_that_does_not_say_its_dockerfile_is_all_that_is_told(command: str) -> None:
    assert [path for path, _, _ in problems("FROM evil\n", command)] == [COMMANDS_FILE]


def test_problems_and_what_they_quote_are_bounded() -> None:
    copies = "".join(f"COPY --from=i{n} /x /\n" for n in range(100))
    found = problems(f"FROM {'a' * 4000}\n")
    assert len(found[0][2]) < 500
    assert len(problems(f"FROM busybox\n{copies}")) == 20


def test_a_refusal_reads_as_its_first_problem() -> None:
    with pytest.raises(Invalid) as refused:
        valid("FROM evil\n")
    assert refused.value.line == 1
    assert refused.value.path == "Dockerfile"
    assert said(refused.value) == said(refused.value.faults[0])
    assert refused.value.whose == "learner"


def test_wrong_commands_are_refused_with_their_line() -> None:
    path, line, says = problem(commands="docker build .\ndocker exec app")
    assert (path, line) == (COMMANDS_FILE, 2)
    assert "docker exec is not allowed" in says


@pytest.mark.parametrize(
    "commands",
    [
        "docker build -t python:3.11-slim .",
        "docker build -t docker.io/library/busybox:latest .",
        "docker build -t app .\ndocker tag app busybox",
    ],
)
def test_a_tag_cannot_replace_a_base_image(commands: str) -> None:
    path, line, says = problem(commands=commands)
    assert (path, line) == (COMMANDS_FILE, commands.count("\n") + 1)
    assert "is the name of a base image" in says


def test_a_base_image_can_be_the_source_of_a_tag() -> None:
    assert valid(commands="docker build -t python:1 .\ndocker tag busybox app")


def test_what_is_said_is_ready_to_be_stored() -> None:
    with pytest.raises(Invalid) as refused:
        valid("FROM a\nFROM b\n")
    assert [fault.message.as_json()["params"]["image"] for fault in refused.value.faults] == ["a", "b"]
