"""A built submission whose check was answered so by the daemon."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from grading.checks.kind import Kind
from grading.outcome import Finding
from tests.grading.checks.work import LAB, an_image, work

DOCKERFILE = "FROM a\nHEALTHCHECK CMD true\nUSER 7\nCMD python app.py\n"


def judged(kind: Kind, asked: dict[str, Any], answer: dict[str, Any]) -> Finding:
    """What the check finds, whose CMD is line 4."""
    kind.validate(asked, LAB)
    (probe,) = kind.probes(asked)
    return kind.judge(asked, replace(work(an_image(), DOCKERFILE), answers={probe.key: answer}))
