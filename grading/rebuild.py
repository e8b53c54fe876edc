"""A judged submission that is built again: what becomes of the grade it has."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from grading.messages import Message
from grading.models import Regrade, State, Submission


def begin(submission: Submission, author_id: int | None, **values: object) -> Regrade:
    """Note the grade that `submission` has, before it is queued again or gets another at once."""
    return Regrade.objects.create(
        submission=submission,
        author_id=author_id,
        state=submission.state,
        score=submission.score,
        final_score=submission.final_score,
        max_score=submission.max_score,
        **values,
    )


def pending(submission: Submission) -> Regrade | None:
    """What was noted when it was queued again; None for one that is built for the first time."""
    return Regrade.objects.filter(submission=submission, ended_at=None).last()


def waits_since(submission: Submission) -> datetime:
    again = pending(submission)
    return again.created_at if again else submission.created_at


def keep_former_grade(row: QuerySet[Submission], submission: Submission, reason: Message | None) -> bool:
    """End a build that gave no new grade by leaving the former one, if there is any; `row` is the submission's.

    A submission that was graded once does not lose that because of a lab that changed or of a bad day of ours.
    """
    again = pending(submission)
    if again is None or again.score is None:
        return False
    if row.update(state=again.state, stage="", claim=None, not_before=None):
        end(again, failure=reason and reason.as_json())
    return True


def keeps_former_grade(submission: Submission, status: State) -> bool:
    """Whether a verdict of `status` leaves the grade that there is: only a new grade takes its place."""
    again = pending(submission)
    return again is not None and again.score is not None and status != State.GRADED


def end(again: Regrade, **values: object) -> None:
    Regrade.objects.filter(pk=again.pk).update(ended_at=timezone.now(), **values)
