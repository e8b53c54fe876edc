"""What a course is made of, without its texts: the same for all its learners, so each process reads it once.

A course's `revision` is another one after each change of its modules, sections, labs, checks or requirements. Pages
read the course's row anyway, so it takes no query to know that what was kept is current. The revision follows rows as
they are saved and deleted (forms, imports); a bulk statement sends no signals: save the course after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model, Prefetch, Sum
from django.db.models.functions import Coalesce
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.urls import reverse

from labs.markdownpictures import PictureSize
from labs.models import Check, Course, Lab, Module, Picture, Section
from labs.questionblocks import take_out

COURSES_KEPT = 100


@dataclass(frozen=True, slots=True)
class SectionOutline:
    pk: int
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class LabOutline:
    """`points` is what all its checks give together."""

    pk: int
    url: str
    title: str
    summary: str
    pass_percent: int
    points: float


@dataclass(frozen=True)
class ModuleOutline:
    """`requires` are the keys of modules of the same course, `questions` the ids of those that its text asks."""

    pk: int
    url: str
    title: str
    summary: str
    minutes: int
    requires: frozenset[int]
    sections: tuple[SectionOutline, ...]
    labs: tuple[LabOutline, ...]
    pictures: tuple[PictureSize, ...]
    questions: frozenset[str]

    @cached_property
    def section_keys(self) -> frozenset[int]:
        return frozenset(section.pk for section in self.sections)


def outline(course: Course) -> tuple[ModuleOutline, ...]:
    """The modules of `course` in their order: five queries when it changed since this process asked last, else none."""
    return _outline(course.pk, course.slug, course.revision)


@lru_cache(maxsize=COURSES_KEPT)
def _outline(course: int, course_slug: str, revision: UUID) -> tuple[ModuleOutline, ...]:
    labs = Lab.objects.defer("brief").annotate(points=Coalesce(Sum("checks__points"), 0.0))
    pictures = Picture.objects.defer("text")
    return tuple(
        ModuleOutline(
            pk=module.pk,
            url=reverse("module", args=[course_slug, module.slug]),
            title=module.title,
            summary=module.summary,
            minutes=module.minutes,
            requires=frozenset(required.pk for required in module.requires.all()),
            sections=tuple(SectionOutline(one.pk, one.anchor, one.title) for one in module.sections.all()),
            labs=tuple(_lab(lab) for lab in module.labs.all()),
            pictures=tuple(
                PictureSize(one.name, one.width, one.height, one.digest) for one in module.pictures.all()
            ),
            questions=frozenset(one.id for one in take_out(module.source, str)[1]),
        )
        for module in Module.objects.filter(course=course).prefetch_related(
            "sections",
            Prefetch("labs", labs),
            Prefetch("pictures", pictures),
            Prefetch("requires", Module.objects.only("pk")),
        )
    )


def _lab(lab: Lab) -> LabOutline:
    points: float = vars(lab)["points"]
    return LabOutline(lab.pk, lab.get_absolute_url(), lab.title, lab.summary, lab.pass_percent, points)


COURSE_OF: dict[type[Model], str] = {
    Module: "modules",
    Section: "modules__sections",
    Picture: "modules__pictures",
    Lab: "modules__labs",
    Check: "modules__labs__checks",
}


def follow_changes() -> None:
    """Before a save too: the row may move to another course, and the one it leaves changes as well."""
    for model in COURSE_OF:
        for signal in (pre_save, post_save, pre_delete):
            signal.connect(_row_changed, sender=model, dispatch_uid=f"labs.outline {model.__name__}")
    m2m_changed.connect(_requirements_changed, sender=Module.requires.through, dispatch_uid="labs.outline")


def _row_changed(sender: type[Model], instance: Model, **_: Any) -> None:
    if instance.pk is not None:
        Course.objects.filter(**{COURSE_OF[sender]: instance.pk}).update(revision=uuid4())


def _requirements_changed(sender: type[Model], instance: Module, **_: Any) -> None:
    """`instance` is either end of the requirement; both are of one course."""
    _row_changed(Module, instance)
