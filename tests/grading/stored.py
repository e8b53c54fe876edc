"""Submissions as rows that were built and graded, made without Docker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grading import outcomes, score
from grading.facts import BuildResult
from grading.models import State, Submission
from grading.outcome import Outcome
from tests.grading.checks.work import an_image
from tests.grading.conftest import Submit


def built(submitted: Submit, tags: Sequence[str] = ("app:latest",), **given: Any) -> Submission:
    """Graded by the lab's checks as they are: 100 of 100 points with the tag app:latest, 60 without."""
    from grading import regrade

    facts = {"build": BuildResult(True, 1.0).stored(), "image": an_image(tags=tags).as_json()}
    submission = submitted(**{"state": State.GRADED, "score": 0.0, **facts, **given})
    found = regrade.judge(submission.lab.spec(), submission, None)
    return graded(submission, found)


def graded(submission: Submission, found: Sequence[Outcome]) -> Submission:
    outcomes.write(submission, found)
    submission.score = submission.final_score = score.total(found)
    submission.max_score = score.max_total(found)
    submission.finished_at = submission.created_at
    submission.save()
    return submission
