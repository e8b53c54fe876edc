"""What a grader does with a submission: comment, and set an outcome's points with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects

from grading import notices, outcomes
from grading.models import Adjustment, Comment, OutcomeRecord, Submission


def look_up(submissions: Sequence[Submission]) -> None:
    """Fetch the outcomes of all, with what graders set; two queries."""
    adjustments = Prefetch("outcomes__adjustments", Adjustment.objects.select_related("author"))
    prefetch_related_objects(
        submissions, Prefetch("outcomes", OutcomeRecord.objects.order_by("position")), adjustments
    )


def comment(submission: Submission, author: User, text: str) -> Comment:
    with transaction.atomic():
        notices.note(submission, author.pk, commented=True)
        return Comment.objects.create(submission=submission, author=author, text=text)


def adjust(outcome: OutcomeRecord, author: User, points: float, reason: str) -> Adjustment:
    """Set the points of an outcome; the submission's score follows. Earlier adjustments are kept."""
    with transaction.atomic():
        submission = Submission.objects.select_for_update().get(pk=outcome.submission_id)
        adjustment = Adjustment.objects.create(
            outcome=outcome, author=author, points=points, max_points=outcome.max_points, reason=reason
        )
        submission.final_score = outcomes.final_score(submission)
        submission.save(update_fields=["final_score"])
        notices.note(submission, author.pk, adjusted=True)
    return adjustment
