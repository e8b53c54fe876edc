"""A learner's attempts at one lab that have a grade, as a line through them; and which came before which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from grading.models import State, Submission

MOST = 50  # the newest are shown


@dataclass(frozen=True, slots=True)
class Attempt:
    """`size` are the bytes of its image, None without one; `percent` the share of the points that count."""

    number: int
    public_id: UUID
    points: float
    most: float
    size: int | None

    @property
    def percent(self) -> float:
        return 100 * self.points / self.most if self.most else 0.0


def attempts_of(submission: Submission) -> list[Attempt]:
    """Those of its learner at its lab, itself among them, from the first; one query."""
    rows = Submission.objects.filter(
        learner=submission.learner_id, lab=submission.lab_id, counted=True, final_score__isnull=False
    ).exclude(state=State.REFUSED)
    fields = ("number", "public_id", "final_score", "max_score", "image_size")
    newest = rows.order_by("-number").values_list(*fields)[:MOST]
    return [Attempt(*row) for row in reversed(newest)]


def before(submission: Submission, attempts: Sequence[Attempt]) -> Submission | None:
    """The attempt that came before, with what is compared; one query, none for the first attempt."""
    if not any(one.public_id == submission.public_id for one in attempts):
        return None  # it has no grade to compare
    earlier = [one.public_id for one in attempts if one.number < submission.number]
    if not earlier:
        return None
    return Submission.objects.only(
        "number", "files", "commands", "image", "build", "final_score", "max_score"
    ).get(public_id=earlier[-1])
