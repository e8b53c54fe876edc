"""Answers of a second build, judged; the comparison itself is in tests/grading/probes/test_build_twice.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grading.checks.reproducible import Reproducible
from grading.outcome import Evidence, Finding
from labs.checkkinds import CheckError
from tests.grading.checks.work import an_image, work
from tests.grading.said import said


def judged(**answer: Any) -> Finding:
    check = Reproducible()
    key = check.probes({})[0].key
    answer = {"ok": True, "more": 0, "count": 0, "found": []} | answer
    return check.judge({}, replace(work(an_image()), answers={key: answer}))


def test_the_same_files_earn_all() -> None:
    assert judged().fraction == 1


def test_files_that_differ_are_counted_and_the_first_is_placed() -> None:
    found = [{"path": "/app/built-at", "layer": 2, "line": 5}, {"path": "/b", "layer": 3, "line": 6}]
    finding = judged(count=2, found=found)
    assert (finding.fraction, finding.evidence) == (0, Evidence(5, 2, "/app/built-at"))
    assert said(finding.message).startswith(
        "Built twice without the cache, files that are not the same: 2; the first is /app/built-at, "
        "which line 5 writes."
    )
    assert "None" not in said(judged(count=1, found=[found[0] | {"line": None}]).message)


def test_a_second_build_that_fails_or_has_other_layers_earns_nothing() -> None:
    assert (judged(ok=False, line=3).fraction, judged(ok=False, line=3).evidence.line) == (0, 3)
    assert judged(more=1).fraction == 0


@pytest.mark.parametrize(
    ("parameters", "key"),
    [({"ignore": "*.pyc"}, "ignore"), ({"ignore": [""]}, "ignore"), ({"times": 1}, "times")],
)
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        Reproducible().validate(parameters, None)
    assert refused.value.key == key
