"""Questions of a module, and how many of them are right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.contrib.auth.models import AnonymousUser, User

from labs import answers
from labs.inline import inline
from labs.models import Course
from labs.outline import ModuleOutline
from labs.question import Choice, Question

register = template.Library()
register.filter("inline", inline)


@register.simple_tag
def right_answers(course: Course, user: User | AnonymousUser) -> dict[int, set[str]]:
    return answers.right_in(course, user)


@register.simple_tag
def how_many_right(module: ModuleOutline, right: Mapping[int, Iterable[str]]) -> int:
    return answers.right_of(module, right)


@register.filter
def reasons(question: Question, chosen: Iterable[str]) -> list[str]:
    """What is said of each choice that was made."""
    given = set(chosen)
    return [choice.why for choice in question.choices if choice.text in given and choice.why]


@register.filter
def is_among(choice: Choice, chosen: Iterable[str]) -> bool:
    return choice.text in chosen
