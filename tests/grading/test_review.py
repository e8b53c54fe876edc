from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from grading import review
from grading.models import Submission

pytestmark = pytest.mark.django_db


def test_an_adjustment_changes_the_score_and_keeps_the_automatic_one(
    graded: Submission, grader: User
) -> None:
    outcome = graded.outcomes.get(kind="tags")
    review.adjust(outcome, grader, 30.0, "The tag is right, the pattern was too strict.")
    graded.refresh_from_db()
    assert (graded.score, graded.final_score) == (40.0, 70.0)


def test_the_newest_adjustment_counts_and_the_earlier_ones_are_kept(graded: Submission, grader: User) -> None:
    outcome = graded.outcomes.get(kind="tags")
    review.adjust(outcome, grader, 30.0, "First thought.")
    review.adjust(outcome, grader, 10.0, "Second thought.")
    graded.refresh_from_db()
    assert graded.final_score == 50.0
    assert outcome.adjustments.count() == 2
    assert outcome.adjustment is not None
    assert outcome.adjustment.reason == "Second thought."


def test_a_comment_is_kept_with_its_author(graded: Submission, grader: User) -> None:
    review.comment(graded, grader, "Well done.")
    assert [(c.author, c.text) for c in graded.comments.all()] == [(grader, "Well done.")]
