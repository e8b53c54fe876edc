"""Where somebody was last in their courses: the section last read, or the lab last written in or built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import F, QuerySet, Value

from grading.models import Draft, Submission
from labs.models import Course, SectionRead


@dataclass(frozen=True, slots=True)
class Place:
    """Keys: of a section or else a lab (the other is 0), and of the module and course that have it."""

    course: int
    module: int
    section: int
    lab: int


def last_done(user: User | AnonymousUser, course: Course | None = None) -> Place | None:
    """In `course` or else in any; one query, whatever was done."""
    if user.pk is None:
        return None
    reads = _places(SectionRead.objects.filter(user_id=user.pk), "section", "read_at", course)
    drafts = _places(Draft.objects.filter(learner_id=user.pk), "lab", "saved_at", course)
    built = _places(Submission.objects.filter(learner_id=user.pk), "lab", "created_at", course)
    last = reads.union(drafts, built).order_by("-at").first()
    return Place(*last[:4]) if last else None


def _places(rows: QuerySet[Any], what: str, when: str, course: Course | None) -> Any:
    if course is not None:
        rows = rows.filter(**{f"{what}__module__course": course.pk})
    section, lab = (F(f"{what}_id") if one == what else Value(0) for one in ("section", "lab"))
    places = rows.order_by().annotate(in_section=section, in_lab=lab, at=F(when))
    return places.values_list(f"{what}__module__course", f"{what}__module", "in_section", "in_lab", "at")
