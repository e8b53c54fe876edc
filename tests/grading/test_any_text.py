"""Whatever a learner writes is read, or is the learner's fault; nothing else is ever raised."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from grading.commands import parse_commands
from grading.context import read_context
from grading.context.copies import copied_at
from grading.context.pattern import parse_pattern
from grading.dockerfile import parse_dockerfile
from grading.faults import LearnerFault
from grading.lint import heredocs
from grading.references import parse_reference
from grading.validation import validate
from grading.validation.lineage import stages_of
from tests.grading.checks.work import LAB
from tests.grading.said import said

PROPERTY = settings(max_examples=100, deadline=None, database=None)

# Pieces that mean something to what reads them, so that more is reached than the first error.
PIECES = (
    "FROM ", "debian:12-slim", "busybox", " AS ", "build", "RUN ", "COPY ", "ADD ", "ENV ", "ARG ", "ONBUILD ", "CMD ",
    "--from=", "--mount=type=", "<<", "-", "EOF", "\n", "\n", "\n", "\r", "\\\n", "#", " ", "\t", "'", '"', "`", "\\",
    "$", "${", "}", ":-", "=", "[", "]", '["a", ', "syntax=", "escape=`", "*", "**", "?", "!", "^", "..", "/", ".", ",",
    "docker ", "build ", "tag ", "-t ", "-f ", "--build-arg ", "app:", "1.0", "@sha256:", "a" * 64, "&&", "|", ";", "é",
    "\ufeff", "\0", "\x85", "localhost:5000/",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=30).map("".join)
NAMES = st.sampled_from(["app.py", "a/b", "[x]", "é", ".env"])


def fault(read: Callable[[], object]) -> LearnerFault | None:
    """The learner's fault, if it is one. Anything else is raised."""
    try:
        read()
    except LearnerFault as found:
        said(found)  # whatever it is told of
        return found
    return None


@PROPERTY
@given(TEXTS)
def test_any_dockerfile(text: str) -> None:
    lines = text.count("\n") + 1
    found = fault(lambda: parse_dockerfile(text))
    if found is not None:
        assert found.line is not None
        assert 1 <= found.line <= lines
        return
    dockerfile = parse_dockerfile(text)
    assert all(1 <= one.line <= one.end_line <= lines for one in dockerfile.instructions)
    copied_at("app.py", dockerfile)
    for stage in dockerfile.stages:
        fault(lambda stage=stage: stages_of(dockerfile, stage))  # type: ignore[misc]


@PROPERTY
@given(TEXTS)
def test_any_dockerfile_for_hadolint_keeps_its_lines(text: str) -> None:
    readable, lines = heredocs.without(text)
    assert readable.count("\n") + 1 == len(lines)
    assert list(lines) == sorted(lines)
    assert set(lines) <= set(range(1, text.count("\n") + 2))


@PROPERTY
@given(TEXTS)
def test_any_commands(text: str) -> None:
    fault(lambda: parse_commands(text))
    fault(lambda: parse_commands(f"docker build {text}"))


@PROPERTY
@given(TEXTS)
def test_any_reference(text: str) -> None:
    if fault(lambda: parse_reference(text)) is None:
        found = parse_reference(text)
        assert parse_reference(found.canonical).canonical == found.canonical
        assert parse_reference(found.familiar).canonical == found.canonical


@PROPERTY
@given(TEXTS, NAMES)
def test_any_ignore_file(text: str, name: str) -> None:
    fault(lambda: read_context({name: "", ".dockerignore": text}).has(name))
    fault(lambda: parse_pattern(text, 1))


@PROPERTY
@given(TEXTS, TEXTS, TEXTS)
def test_any_submission(dockerfile: str, ignored: str, commands: str) -> None:
    files = {"Dockerfile": dockerfile, ".dockerignore": ignored}
    fault(lambda: validate(LAB, files, "docker build ."))
    fault(lambda: validate(LAB, files, commands))
