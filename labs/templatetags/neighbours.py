"""What lies before and after a module or a lab, in the order in which a course is gone through: no query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from labs.models import Course, Lab, Module
from labs.outline import ModuleOutline, outline

register = template.Library()


@dataclass(frozen=True, slots=True)
class Stop:
    """`kind` is module, lab, course or certificate."""

    kind: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Around:
    """Something always follows."""

    previous: Stop | None
    next: Stop


@register.simple_tag
def around_module(progress: Any, module: Module) -> Around:
    """Between modules: the labs of this one stand on its page. `progress` is what the tag `course_progress` gives."""
    modules = (one.module for one in progress.modules)
    return _around(_modules(modules), module.get_absolute_url(), _end(progress))


@register.simple_tag
def around_lab(lab: Lab) -> Around:
    """Its module's text comes before the first lab, the next module after the last, the course's page at the end."""
    course = lab.module.course
    return _around(_stops(outline(course)), lab.get_absolute_url(), _front(course))


@register.simple_tag
def step_after(lab: Lab, progress: Any) -> Stop:
    """Where who has just passed it goes on."""
    return _end(progress) if progress.complete else around_lab(lab).next


def _end(progress: Any) -> Stop:
    course: Course = progress.course
    if not progress.complete:
        return _front(course)
    return Stop("certificate", course.title, reverse("own_certificate", args=[course.slug]))


def _front(course: Course) -> Stop:
    return Stop("course", course.title, course.get_absolute_url())


def _modules(modules: Iterable[ModuleOutline]) -> list[Stop]:
    return [Stop("module", one.title, one.url) for one in modules]


def _stops(modules: Iterable[ModuleOutline]) -> list[Stop]:
    stops = []
    for module in modules:
        stops += [*_modules([module]), *(Stop("lab", lab.title, lab.url) for lab in module.labs)]
    return stops


def _around(stops: Sequence[Stop], here: str, end: Stop) -> Around:
    place = next(number for number, one in enumerate(stops) if one.url == here)
    return Around(stops[place - 1] if place else None, stops[place + 1] if place + 1 < len(stops) else end)
