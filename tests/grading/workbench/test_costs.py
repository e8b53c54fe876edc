from __future__ import annotations

from dataclasses import replace

from grading.facts import Step
from grading.workbench.costs import LineCost, line_costs
from tests.grading.checks.work import MB, an_image
from tests.grading.lastbuilds import build_of

ONE_STAGE = "FROM python:3.11-slim\nRUN a\nCOPY a b\n"
TWO_STAGES = "FROM python:3.11-slim AS build\nRUN make\nFROM python:3.11-slim\nCOPY --from=build /a /a\n"
FROM = Step(1, "[1/3] FROM python:3.11-slim", 1, "done", 0.01)


def test_a_line_costs_the_bytes_of_its_layers_and_the_seconds_of_its_steps() -> None:
    steps = [FROM, Step(2, "[2/3] RUN a", 2, "done", 1.25), Step(3, "[3/3] COPY", 3, "cached")]
    image = an_image([(5 * MB, 2), (1, 3)], base=100 * MB)
    assert line_costs(steps, image, build_of(ONE_STAGE)) == [
        LineCost(1, 100 * MB, 0.01, base=True),
        LineCost(2, 5 * MB, 1.25),
        LineCost(3, 1, 0.0, cached=True),
    ]


def test_a_stage_that_is_left_behind_costs_seconds_and_no_bytes() -> None:
    """Both start at the same image, whose FROM BuildKit shows once."""
    steps = [
        Step(1, "[build 1/2] FROM python:3.11-slim", 1, "done"),
        Step(2, "[build 2/2] RUN make", 2, "done", 3.0),
        Step(4, "[stage-1 2/2] COPY --from=build /a /a", 4, "done", 0.1),
    ]
    found = line_costs(steps, an_image([(7, 4)], base=50 * MB), build_of(TWO_STAGES))
    assert [(one.line, one.bytes) for one in found] == [(1, None), (2, None), (3, 50 * MB), (4, 7)]


def test_a_build_that_failed_has_what_ran() -> None:
    steps = [
        FROM,
        replace(FROM, id=2, name="[2/3] RUN a", line=2, status="error", seconds=0.5),
        Step(3, "x", 3),
    ]
    assert [(one.line, one.bytes, one.seconds) for one in line_costs(steps, None, build_of(ONE_STAGE))] == [
        (1, None, 0.01),
        (2, None, 0.5),
    ]
