"""What a learner does next in a course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import template
from django.utils.translation import gettext

from labs.models import Module
from labs.outline import ModuleOutline

register = template.Library()


@dataclass(frozen=True, slots=True)
class NextStep:
    """`section` is the title of the one to go on at, within a module that was begun; `was_here` when this is what was
    last done, or the next part of the same module.
    """

    title: str
    url: str
    module: ModuleOutline
    is_lab: bool
    section: str = ""
    was_here: bool = False


@register.simple_tag
def next_step(progress: Any, last: Any) -> NextStep | None:
    """What was done last while it is not finished: the lab, or the rest of the module. Else the first open module: its
    text first, then its labs.

    `progress` and `last` are what the tags `course_progress` and `last_done` give.
    """
    current = next((one for one in progress.modules if last and one.module.pk == last.module), None)
    if current and not current.complete:
        for one in current.labs:
            if one.lab.pk == last.lab and not one.passed:
                return NextStep(one.lab.title, one.lab.url, current.module, True, was_here=True)
        return replace(_within(current, last.section), was_here=True)
    return _within(progress.next_module) if progress.next_module else None


def _within(current: Any, last_section: int = 0) -> NextStep:
    """The section after `last_section` (a key) that was not read, or else the first such; when all are read, a lab."""
    module = current.module
    if current.sections_read >= current.sections_total:
        for one in current.labs:
            if not one.passed:
                return NextStep(one.lab.title, one.lab.url, module, True)
    keys = [one.pk for one in module.sections]
    after = keys.index(last_section) + 1 if last_section in keys else 0
    later = next((one for one in current.sections[after:] if after and not one.is_read), None)
    resume = later or first_unread(current.sections)
    if resume is None:
        return NextStep(module.title, module.url, module, False)
    return NextStep(module.title, f"{module.url}#{resume.anchor}", module, False, resume.title)


@register.filter
def beginning_with(courses: Sequence[Any], last: Any) -> list[Any]:
    """The course where something was done last before the others; `courses` is what `courses_progress` gives."""
    return sorted(courses, key=lambda one: last is None or one.course.pk != last.course)


@register.filter
def minutes(progress: Any) -> int:
    """How long the texts of a course take to read."""
    total: int = sum(one.module.minutes for one in progress.modules)
    return total


@register.filter
def as_time(minutes: int) -> str:
    """`215|as_time` is "3 h 35 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [gettext("%(hours)s h") % {"hours": hours}] if hours else []
    if rest or not hours:
        parts.append(gettext("%(minutes)s min") % {"minutes": rest})
    return "\N{NO-BREAK SPACE}".join(parts)


@register.filter
def minutes_left(progress: Any) -> int:
    """The same for the sections that were not read yet, taken as equally long."""
    unread: list[float] = [
        one.module.minutes * (1 - one.sections_read / one.sections_total)
        for one in progress.modules
        if one.sections_total
    ]
    minutes: int = round(sum(unread))
    return minutes


@register.filter
def built_on(item: Any, progress: Any) -> list[Any]:
    """The progress of the modules that this one requires, in the course's order."""
    return [one for one in progress.modules if one.module.pk in item.module.requires]


@register.filter
def leads_to(item: Any, progress: Any) -> list[ModuleOutline]:
    """The modules that require this one."""
    return [one.module for one in progress.modules if item.module.pk in one.module.requires]


@register.filter
def first_unread(sections: Sequence[Any]) -> Any:
    """Where to go on reading, of a module's sections; None at the very beginning and when all are read."""
    unread = next((section for section in sections if not section.is_read), None)
    return None if unread is None or unread is sections[0] else unread


@register.filter
def of_module(progress: Any, module: Module) -> Any:
    return progress.of(module)
