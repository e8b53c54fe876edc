"""Grades and reading -> how far a learner is, in two queries however many courses, modules and labs there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Max, QuerySet

from grading.models import Submission
from labs.models import Course, Module, SectionRead
from labs.outline import LabOutline, ModuleOutline, outline
from labs.preparedquery import PreparedQuery


@dataclass(frozen=True, slots=True)
class LabProgress:
    """`best` are the points of the attempt with the largest share of those that counted for it, `max`; None until a
    submission was scored.
    """

    lab: LabOutline
    best: float | None = None
    max: float = 0.0
    attempts: int = 0

    @property
    def percent(self) -> int:
        return int(100 * self.best / self.max) if self.best is not None and self.max else 0

    @property
    def passed(self) -> bool:
        return self.best is not None and self.max > 0 and 100 * self.best >= self.lab.pass_percent * self.max


@dataclass(frozen=True, slots=True)
class SectionProgress:
    anchor: str
    title: str
    is_read: bool


@dataclass(slots=True)
class ModuleProgress:
    """`read` are the keys of the sections that were read."""

    module: ModuleOutline
    read: Set[int]
    labs: list[LabProgress]
    blocked_by: list[ModuleOutline] = field(default_factory=list)

    @property
    def sections(self) -> list[SectionProgress]:
        return [SectionProgress(one.anchor, one.title, one.pk in self.read) for one in self.module.sections]

    @property
    def read_key(self) -> str:
        """The same for all who read the same sections: most read them in order, so there are few."""
        return ",".join(map(str, sorted(self.read)))

    @property
    def labs_key(self) -> str:
        """The same for all who are as far in the labs."""
        return ",".join(f"{one.best}/{one.max}/{one.attempts}" for one in self.labs)

    @property
    def sections_read(self) -> int:
        return len(self.read)

    @property
    def sections_total(self) -> int:
        return len(self.module.sections)

    @property
    def steps_done(self) -> int:
        return self.sections_read + sum(lab.passed for lab in self.labs)

    @property
    def steps_total(self) -> int:
        return self.sections_total + len(self.labs)

    @property
    def percent(self) -> int:
        return int(100 * self.steps_done / self.steps_total) if self.steps_total else 0

    @property
    def complete(self) -> bool:
        """Its sections are read and its labs passed; a module with neither asks nothing."""
        return self.steps_done >= self.steps_total


@dataclass
class CourseProgress:
    course: Course
    modules: list[ModuleProgress]

    @property
    def percent(self) -> int:
        total = sum(module.steps_total for module in self.modules)
        return int(100 * sum(module.steps_done for module in self.modules) / total) if total else 0

    @property
    def complete(self) -> bool:
        return all(module.complete for module in self.modules)

    @property
    def next_module(self) -> ModuleProgress | None:
        """Where to go on: the first module that is not complete and that nothing blocks."""
        open_ones = (m for m in self.modules if not m.complete and not m.blocked_by)
        return next(open_ones, None)

    def of(self, module: Module | ModuleOutline) -> ModuleProgress:
        return next(one for one in self.modules if one.module.pk == module.pk)


def course_progress(course: Course, user: User | AnonymousUser) -> CourseProgress:
    return courses_progress([course], user)[0]


def courses_progress(courses: Iterable[Course], user: User | AnonymousUser) -> list[CourseProgress]:
    """How far `user` is in each of `courses`."""
    read, best = _read(user), _best(user)
    return [CourseProgress(course, _modules(course, read, best)) for course in courses]


# By a lab's key: the best attempt's points, what they are out of, and the number of attempts that count.
Best = dict[int, tuple[float | None, float, int]]


def _modules(course: Course, read: Set[int], best: Best) -> list[ModuleProgress]:
    modules = {
        module.pk: ModuleProgress(
            module,
            module.section_keys & read,
            [LabProgress(lab, *best.get(lab.pk, ())) for lab in module.labs],
        )
        for module in outline(course)
    }
    for progress in modules.values():
        required = [one for one in modules.values() if one.module.pk in progress.module.requires]
        progress.blocked_by = [one.module for one in required if not one.complete]
    return list(modules.values())


_sections_read = PreparedQuery(
    lambda user: SectionRead.objects.filter(user_id=user).values_list("section_id")
)


def attempts_counted(submissions: QuerySet[Submission]) -> QuerySet[Submission, tuple[Any, ...]]:
    """A row for each learner, lab and number of points possible: these, the most points, and how many attempts."""
    return (
        submissions.filter(counted=True)
        .order_by()
        .values_list("learner_id", "lab_id", "max_score")
        .annotate(best=Max("final_score"), attempts=Count("pk"))
    )


_attempts_counted = PreparedQuery(lambda user: attempts_counted(Submission.objects.filter(learner_id=user)))


def _read(user: User | AnonymousUser) -> Set[int]:
    if user.pk is None:
        return frozenset()
    return frozenset(section for (section,) in _sections_read(user.pk))


def _best(user: User | AnonymousUser) -> Best:
    return {} if user.pk is None else best_of(_attempts_counted(user.pk)).get(user.pk, {})


def best_of(rows: Iterable[tuple[Any, ...]]) -> dict[int, Best]:
    """By the learner's key, of rows as `attempts_counted` gives them."""
    found: defaultdict[int, Best] = defaultdict(dict)
    for learner, lab, most, points, attempts in rows:
        best = found[learner]
        known = best.get(lab, (None, 0.0, 0))
        better = points is not None and (known[0] is None or _share(points, most) > _share(*known[:2]))
        best[lab] = (*((points, most) if better else known[:2]), known[2] + attempts)
    return found


def _share(points: float | None, most: float) -> float:
    return (points or 0.0) / most if most else 0.0
