"""Answers of a rebuild, judged; what really comes from the cache is in tests/grading/probes/test_rebuild.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grading.checks.cache import Cache
from grading.facts import Step
from grading.outcome import Finding
from labs.checkkinds import CheckError
from tests.grading.checks.work import LAB, an_image, work
from tests.grading.said import said

DOCKERFILE = """\
FROM python:3.11-slim AS build
COPY . /src
RUN pip install -r /src/requirements.txt
RUN pip install gunicorn
FROM build AS test
RUN pytest
FROM python:3.11-slim
COPY --from=build /src /src
RUN make
"""
BUILT = (2, 3, 4, 8, 9)  # nobody needs the stage test
INSTALL = {"name": "RUN", "matching": "pip install"}


def judged(again: dict[int, float], ok: bool = True, **parameters: Any) -> Finding:
    """A rebuild in which the steps of the lines `again` were run, with what they took."""
    parameters = {"touch": ["app.py"]} | parameters
    check = Cache()
    check.validate(parameters, LAB)
    built = work(an_image(), DOCKERFILE)
    steps = [
        {"line": line, "status": "done" if line in again else "cached", "seconds": again.get(line, 0.0)}
        for line in BUILT
    ]
    answer = {"ok": ok, "line": None if ok else 9, "seconds": 7.25, "steps": steps}
    first = tuple(Step(line, "RUN", line, "done", 1.0) for line in BUILT)
    return check.judge(
        parameters,
        replace(
            built,
            build=replace(built.build, steps=first),
            answers={check.probes(parameters)[0].key: answer},
        ),
    )


def test_what_comes_from_the_cache_earns_all() -> None:
    finding = judged({8: 0.1, 9: 1.0}, cached=[INSTALL])
    assert finding.fraction == 1
    assert said(finding.message) == (
        "After app.py changed, this came from the cache: RUN pip install. The rebuild took 7.2 s."
    )


def test_a_copy_before_the_install_is_named_with_what_it_cost() -> None:
    finding = judged({2: 0.1, 3: 3.21, 4: 2.0, 8: 0.1, 9: 1.0}, cached=[INSTALL])
    assert (finding.fraction, finding.evidence.line) == (0, 2)
    assert said(finding.message) == (
        "Line 2 copies app.py before the RUN on line 3: that was run again after a change, 3.2 s. "
        "Copy only what line 3 needs before it, and the rest after it."
    )


def test_points_are_shared_out_between_what_was_asked_for() -> None:
    finding = judged({4: 2.0}, cached=[INSTALL, {"name": "RUN", "matching": "make"}])
    assert finding.fraction == 0.75
    assert said(finding.message) == "Line 4 (RUN) was run again after app.py changed, 2.0 s."


def test_what_another_stage_brings_in_is_said_otherwise() -> None:
    finding = judged({8: 0.1, 9: 1.0}, cached=[{"name": "RUN", "matching": "make"}])
    assert said(finding.message).startswith("Line 8 uses app.py before the RUN on line 9:")


def test_an_instruction_that_was_not_built_earns_nothing() -> None:
    finding = judged({}, cached=[INSTALL, {"name": "RUN", "matching": "pytest"}])
    assert finding.fraction == 0.5
    assert said(finding.message) == (
        "Asked for in the Dockerfile, to come from the cache: RUN pytest; none was built."
    )


def test_a_percentage_of_the_steps() -> None:
    assert judged({8: 0.1, 9: 1.0}, least=60).fraction == 1
    finding = judged({8: 0.1, 9: 1.0}, least=80)
    assert finding.fraction == pytest.approx(0.75)
    assert finding.evidence.line == 8
    assert said(finding.message) == (
        "After app.py changed, 3 of 5 steps came from the cache, 80 % were asked for: "
        "from line 8 on, all that follows was run again; the rebuild took 7.2 s."
    )


def test_a_rebuild_that_fails_earns_nothing() -> None:
    finding = judged({}, ok=False, least=1)
    assert (finding.fraction, finding.evidence.line) == (0, 9)


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({"touch": [], "least": 1}, "touch"),
        ({"touch": "app.py", "least": 1}, "touch"),
        ({"touch": ["other.py"], "least": 1}, "touch"),
        ({"touch": [], "with": {"app.py": 1}, "least": 1}, "with"),
        ({"with": {"other.py": ""}, "least": 1}, "with"),
        ({}, "cached"),
        ({"least": 1, "cached": [INSTALL]}, "cached"),
        ({"least": 0}, "least"),
        ({"least": 101}, "least"),
        ({"cached": []}, "cached"),
        ({"cached": ["RUN"]}, "cached[0]"),
        ({"cached": [INSTALL, {"name": "RAN"}]}, "cached[1].name"),
    ],
)
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        Cache().validate({"touch": ["app.py"]} | parameters, LAB)
    assert refused.value.key == key
