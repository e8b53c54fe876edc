"""Golf: where a learner's smallest image stands among those of all who passed the lab, without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import F, Min, QuerySet
from django.utils.formats import number_format

from grading.models import State, Submission
from labs.models import Enrolment, Lab

FIRST, AROUND = 10, 2  # lines shown: the first, and those beside one's own


@dataclass(frozen=True, slots=True)
class Line:
    """`place` counts from 1, the same for images of the same size; `skipped` places are left out before it."""

    place: int
    size: int
    mine: bool = False
    tied: bool = False
    skipped: int = 0

    @property
    def bytes(self) -> str:
        """To the byte: that is what one plays for."""
        return number_format(self.size, force_grouping=True)


@dataclass(frozen=True)
class Ranking:
    """`lines` are of `total` learners. `mine` is None for who has not passed or is `out` by their own choice.

    `may_choose` says that the reader is one of those who are ranked: a learner of the course.
    """

    lab: Lab
    lines: Sequence[Line]
    total: int
    mine: Line | None
    may_choose: bool
    out: bool


def ranking(lab: Lab, person_id: int | None) -> Ranking | None:
    """As `person_id` sees it; two queries. None for a lab without one."""
    if not lab.ranking:
        return None
    sizes = list(_best(lab))
    lines = list(_lines(sizes, person_id))
    mine = next((line for line in lines if line.mine), None)
    ranked = True if mine else _enrolments(lab, person_id).values_list("ranked", flat=True).first()
    return Ranking(lab, list(_shown(lines)), len(lines), mine, ranked is not None, ranked is False)


def choose(lab: Lab, person_id: int, ranked: bool) -> None:
    """Take part in the rankings of the lab's course, or no longer."""
    _enrolments(lab, person_id).update(ranked=ranked)


def _enrolments(lab: Lab, person_id: int | None) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(user=person_id, course=lab.module.course_id, role=Enrolment.Role.LEARNER)


def _best(lab: Lab) -> Iterator[tuple[int, int]]:
    """Each ranked learner and the bytes of their smallest image that passed, the smallest first."""
    taking_part = Enrolment.objects.filter(
        course=lab.module.course_id, role=Enrolment.Role.LEARNER, ranked=True, user__is_active=True
    )
    passed = Submission.objects.filter(
        lab=lab,
        state=State.GRADED,
        counted=True,
        image_size__isnull=False,
        max_score__gt=0,
        learner__in=taking_part.values("user"),
    ).alias(gained=100 * F("final_score"))
    passed = passed.filter(gained__gte=lab.pass_percent * F("max_score"))
    best = passed.order_by().values_list("learner").annotate(size=Min("image_size"))
    yield from best.order_by("size", "learner")


def _lines(sizes: Sequence[tuple[int, int]], person_id: int | None) -> Iterator[Line]:
    alike = Counter(size for _learner, size in sizes)
    place, before = 0, -1
    for number, (learner, size) in enumerate(sizes, start=1):
        place, before = (place if size == before else number), size
        yield Line(place, size, mine=learner == person_id, tied=alike[size] > 1)


def _shown(lines: Sequence[Line]) -> Iterator[Line]:
    """The first, and the reader's own with its neighbours."""
    mine = [number for number, line in enumerate(lines) if line.mine]
    last = -1
    for number, line in enumerate(lines):
        if number < FIRST or any(abs(number - one) <= AROUND for one in mine):
            yield replace(line, skipped=number - last - 1)
            last = number
