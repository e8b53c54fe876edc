from __future__ import annotations

from dataclasses import replace

from grading.explorer.lines import CostedLine, costed
from grading.facts import ImageFacts, Layer
from tests.grading.checks.work import an_image
from tests.grading.lastbuilds import build_of

TWO_STAGES = """\
FROM golang:1 AS build
RUN go build \\
    -o /app .
RUN echo unused

FROM debian:12-slim
COPY --from=build /app /app
USER nobody
"""


def with_layers(*layers: Layer) -> ImageFacts:
    return replace(an_image(), layers=layers)


def brief(lines: list[CostedLine]) -> list[tuple[int | None, str, int]]:
    return [(one.line, one.text.partition("\n")[0], one.size) for one in lines]


def test_each_instruction_has_the_bytes_of_its_layers() -> None:
    lines = costed(build_of("FROM x\nCOPY . /\nUSER 1\n"), an_image([(7, 2)], base=100))
    assert brief(lines) == [(1, "FROM x", 100), (2, "COPY . /", 7), (3, "USER 1", 0)]
    assert [line.is_base for line in lines] == [True, False, False]


def test_stages_that_the_image_has_no_layer_of_are_told_with_who_copied_from_them() -> None:
    copied = Layer(1, "sha256:1", 9, 1, "COPY /app /app", 7, False, stage=1, from_stage=0, from_line=2)
    lines = costed(build_of(TWO_STAGES), with_layers(*an_image().layers, copied))
    assert [(one.line, one.outside, one.taken_by) for one in lines] == [
        (1, True, ()), (2, True, (7,)), (4, True, ()), (6, False, ()), (7, False, ()), (8, False, ()),
    ]  # fmt: skip
    assert lines[3].is_base
    assert lines[1].text == "RUN go build \\\n    -o /app ."
    assert lines[1].short == "RUN go build \\ -o /app ."


def test_what_is_not_known_of_a_stage_is_not_said() -> None:
    dockerfile = """\
FROM golang:1 AS first
RUN make /a
FROM golang:1 AS second
COPY --from=first /a /work/
RUN make /b
FROM golang:1 AS idle
RUN echo never
FROM debian:12-slim
COPY --from=second /work/ ./
"""
    copied = Layer(1, "sha256:1", 9, 1, "COPY /work/ ./", 9, False, stage=3, from_stage=1)
    lines = costed(build_of(dockerfile), with_layers(*an_image().layers, copied))
    assert [(one.line, one.taken_by, one.built) for one in lines if one.outside] == [
        (1, (), True), (2, (), True), (3, (9,), True), (4, (9,), True), (5, (9,), True), (6, (), False), (7, (), False),
    ]  # fmt: skip


def test_the_target_says_which_stage_is_the_image() -> None:
    lines = costed(build_of(TWO_STAGES, "build"), an_image([(7, 2)], base=100))
    assert [(one.line, one.outside, one.size) for one in lines[:4]] == [
        (1, False, 100), (2, False, 7), (4, False, 0), (6, True, 0),
    ]  # fmt: skip


def test_no_byte_is_lost_when_the_dockerfile_cannot_be_read() -> None:
    facts = an_image([(7, 2), (8, None)], base=100)
    for text in ("", "NONSENSE\n", "FROM x\nRUN a\n"):
        lines = costed(build_of(text), facts)
        assert sum(one.size for one in lines) == facts.size
    assert brief(costed(build_of(""), facts))[0] == (None, "FROM python:3.11-slim", 100)
