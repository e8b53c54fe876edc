"""Grades and reading -> how far a learner is, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce

from grading.models import Submission
from labs.models import Course, Lab, Module


@dataclass
class LabProgress:
    """`best` is None until a submission was scored; `max` are the points possible."""

    lab: Lab
    best: float | None = None
    max: float = 0.0
    attempts: int = 0

    @property
    def percent(self) -> int:
        return int(100 * self.best / self.max) if self.best is not None and self.max else 0

    @property
    def passed(self) -> bool:
        return self.best is not None and self.max > 0 and 100 * self.best >= self.lab.pass_percent * self.max


@dataclass
class ModuleProgress:
    module: Module
    sections_read: int = 0
    sections_total: int = 0
    labs: list[LabProgress] = field(default_factory=list)
    blocked_by: list[Module] = field(default_factory=list)

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

    def of(self, module: Module) -> ModuleProgress:
        return next(one for one in self.modules if one.module.pk == module.pk)


def course_progress(course: Course, user: User | AnonymousUser) -> CourseProgress:
    """How far `user` is in `course`: five queries, however many modules and labs it has."""
    modules = {
        module.pk: ModuleProgress(
            module, sections_read=module.read_count, sections_total=module.section_count
        )
        for module in course.modules.prefetch_related("requires").annotate(
            section_count=Count("sections", distinct=True),
            read_count=Count("sections", filter=Q(sections__reads__user_id=user.pk), distinct=True),
        )
    }
    labs = Lab.objects.filter(module__course=course).annotate(points=_points()).order_by("module", "position")
    best = _best(course, user)
    for lab in labs:
        score, attempts = best.get(lab.pk, (None, 0))
        modules[lab.module_id].labs.append(LabProgress(lab, score, lab.points, attempts))
    for progress in modules.values():
        required = (modules[module.pk] for module in progress.module.requires.all() if module.pk in modules)
        progress.blocked_by = [one.module for one in required if not one.complete]
    return CourseProgress(list(modules.values()))


def _points() -> Coalesce:

    return Coalesce(Sum("checks__points"), 0.0)


def _best(course: Course, user: User | AnonymousUser) -> dict[int, tuple[float | None, int]]:
    """Per lab, the best score and the number of attempts that count."""
    if user.pk is None:
        return {}
    mine = Submission.objects.filter(learner_id=user.pk, lab__module__course=course, counted=True)
    rows = mine.order_by().values("lab_id").annotate(best=Max("final_score"), attempts=Count("pk"))
    return {row["lab_id"]: (row["best"], row["attempts"]) for row in rows}
