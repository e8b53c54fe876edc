"""What a learner does next in a course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template

from labs.models import Module
from labs.outline import ModuleOutline

register = template.Library()


@dataclass(frozen=True, slots=True)
class NextStep:
    """`section` is the title of the one to go on at, within a module that was begun."""

    title: str
    url: str
    module: ModuleOutline
    is_lab: bool
    section: str = ""


@register.simple_tag
def next_step(progress: Any, last_module: int | None = None) -> NextStep | None:
    """The module read last while it is not complete, else the first open one; its text first, then its labs.

    `progress` is what the tag `course_progress` gives.
    """
    unfinished = [one for one in progress.modules if not one.complete]
    last = next((one for one in unfinished if one.module.pk == last_module), None)
    current = last or progress.next_module
    if current is None:
        return None
    module = current.module
    if current.sections_read >= current.sections_total:
        for one in current.labs:
            if not one.passed:
                return NextStep(one.lab.title, one.lab.url, module, True)
    resume = first_unread(current.sections)
    if resume is None:
        return NextStep(module.title, module.url, module, False)
    return NextStep(module.title, f"{module.url}#{resume.anchor}", module, False, resume.title)


@register.filter
def minutes(progress: Any) -> int:
    """How long the texts of a course take to read."""
    total: int = sum(one.module.minutes for one in progress.modules)
    return total


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
