"""What learners answered to the questions of a module."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import F, Q

from labs.models import Course, Module, QuestionAnswer
from labs.outline import ModuleOutline
from labs.preparedquery import PreparedQuery
from labs.question import Question, is_right


@dataclass(frozen=True, slots=True)
class Answered:
    """The latest answer, as `labs.question.read_given` says it; `tries` is 0 for who only looks."""

    given: tuple[str, ...]
    right: bool
    tries: int = 0


def store(user: User, module: Module, question: Question, given: tuple[str, ...]) -> Answered:
    latest = {"given": list(given), "right": is_right(question, given)}
    row, _ = QuestionAnswer.objects.update_or_create(
        user=user,
        module=module,
        question=question.id,
        defaults=latest | {"tries": F("tries") + 1},
        create_defaults=latest | {"tries": 1},
    )
    row.refresh_from_db(fields=["tries"])
    return Answered(given, row.right, row.tries)


_answers = PreparedQuery(
    lambda user, module: QuestionAnswer.objects.filter(user_id=user, module_id=module).values_list(
        "question", "given", "right", "tries"
    )
)


def answers_of(user: User | AnonymousUser, module: Module) -> dict[str, Answered]:
    """By the question's id: one query, and none for somebody without an account."""
    rows = _answers(user.pk, module.pk) if user.pk else []
    return {
        question: Answered(tuple(json.loads(given)), bool(right), tries)
        for question, given, right, tries in rows
    }


def right_in(course: Course, user: User | AnonymousUser) -> dict[int, set[str]]:
    """By the module's key, the ids of the questions whose latest answer is right: one query."""
    rows = QuestionAnswer.objects.filter(Q(user_id=user.pk), module__course=course, right=True)
    right: dict[int, set[str]] = {}
    for module, question in rows.values_list("module_id", "question"):
        right.setdefault(module, set()).add(question)
    return right


def right_of(module: ModuleOutline, right: Mapping[int, Iterable[str]]) -> int:
    """How many of the questions that the module asks today."""
    return len(module.questions.intersection(right.get(module.pk, ())))
