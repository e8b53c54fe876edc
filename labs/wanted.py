"""What lies behind an address that asks for an account: told to whoever is sent to sign in, so that they know why."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from labs.models import Course, Lab, Module
from labs.outline import outline


@dataclass(frozen=True, slots=True)
class Wanted:
    """`kind` is course, module or lab; `modules`, `labs` and `minutes` of reading are 0 where there are none.

    `is_demo`: it may be tried without an account.
    """

    kind: str
    title: str
    summary: str
    course: Course
    modules: int = 0
    labs: int = 0
    minutes: int = 0
    is_demo: bool = False


def wanted(address: str) -> Wanted | None:
    """Of published courses only: anybody may ask."""
    try:
        match = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):  # the address is the visitor's
        return None
    names = match.kwargs
    if match.url_name == "course":
        return _course(Course.objects.filter(slug=names["course"]).first())
    if match.url_name == "module":
        modules = Module.objects.filter(course__slug=names["course"], slug=names["module"])
        return _module(modules.select_related("course").first())
    if match.url_name == "lab":
        return _lab(Lab.objects.filter(slug=names["slug"]).select_related("module__course").first())
    return None


def _course(course: Course | None) -> Wanted | None:
    if course is None or not course.published:
        return None
    modules = outline(course)
    labs, minutes = sum(len(one.labs) for one in modules), sum(one.minutes for one in modules)
    return Wanted("course", course.title, course.summary, course, len(modules), labs, minutes)


def _module(module: Module | None) -> Wanted | None:
    if module is None or not module.course.published:
        return None
    labs = module.labs.count()
    return Wanted("module", module.title, module.summary, module.course, labs=labs, minutes=module.minutes)


def _lab(lab: Lab | None) -> Wanted | None:
    if lab is None or not lab.module.course.published:
        return None
    course = lab.module.course
    return Wanted("lab", lab.title, lab.summary, course, is_demo=course.demo_id == lab.pk)
