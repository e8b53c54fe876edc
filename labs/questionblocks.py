"""The questions of a module's Markdown: fenced blocks of the language `question`, which hold TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext

from labs.contentfiles import ContentError
from labs.contenttable import Table
from labs.instead import instead
from labs.question import Choice, Question, QuestionKind

MAX_CHOICES = 12
MAX_QUESTIONS = 100
FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<language>[^\s`{]*)")


@dataclass(frozen=True, slots=True)
class Block:
    """`first` and `last` are the lines of its fences, counted from 0."""

    first: int
    last: int
    indented: bool
    closed: bool
    toml: str


def questions_of(source: str, path: Path | str = "text") -> tuple[Question, ...]:
    """All questions of a text; ContentError names `path` (unless it is empty), the line and what was expected."""
    found: dict[str, int] = {}
    questions = []
    for block in _blocks(source.split("\n")):
        question = _read(block, path)
        if question.id in found:
            problem = gettext("%(name)r is the question of line %(line)s already, expected another id")
            problem %= {"name": question.id, "line": found[question.id]}
            raise ContentError(_place(path, block), problem, "id")
        if len(found) == MAX_QUESTIONS:
            raise ContentError(
                _place(path, block), gettext("expected at most %(most)s questions") % {"most": MAX_QUESTIONS}
            )
        found[question.id] = block.first + 1
        questions.append(question)
    return tuple(questions)


def take_out(source: str, mark_of: Callable[[int], str]) -> tuple[str, list[Question]]:
    """The text with a paragraph `mark_of(number)` in the place of each question. A block that is wrong stays code."""
    lines = source.split("\n")
    questions: dict[str, Question] = {}
    kept, position = [], 0
    for block in _blocks(lines):
        try:
            question = _read(block, "text")
        except ContentError:
            continue
        if question.id in questions:
            continue
        kept += [*lines[position : block.first], "", mark_of(len(questions)), ""]
        questions[question.id] = question
        position = block.last + 1
    return "\n".join([*kept, *lines[position:]]), list(questions.values())


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Fences within fences are text: a longer fence may show how a question is written."""
    number = 0
    while number < len(lines):
        opening = FENCE.match(lines[number])
        if opening is None:
            number += 1
            continue
        mark = opening["mark"]
        closing = re.compile(rf"[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
        last = next((n for n in range(number + 1, len(lines)) if closing.match(lines[n])), len(lines))
        if opening["language"] == "question":
            toml = "\n".join(lines[number + 1 : last])
            yield Block(number, last, bool(opening["indent"]), last < len(lines), toml)
        number = last + 1


def _place(path: Path | str, block: Block) -> Path:
    line = block.first + 1
    return Path(f"{path}:{line}" if path else gettext("line %(line)s") % {"line": line})


def _read(block: Block, path: Path | str) -> Question:
    place = _place(path, block)
    if block.indented:
        raise ContentError(place, gettext("expected the question's fence at the beginning of the line"))
    if not block.closed:
        raise ContentError(place, gettext("expected a line ``` that ends the question"))
    try:
        # Empty lines before it, so that what is said of a line is true of the file.
        values = tomllib.loads("\n" * (block.first + 1) + block.toml)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(
            place, gettext("the question is not valid TOML: %(reason)s") % {"reason": error}
        ) from error
    return _question(Table(place, values))


def _question(table: Table) -> Question:
    name = table.text("id", max_length=60)
    if not re.fullmatch(r"[A-Za-z0-9-]+", name):
        raise table.error("id", instead(gettext("expected letters, digits and hyphens"), name))
    kind = QuestionKind(table.choice("kind", list(QuestionKind)))
    text, why = table.text("text"), table.text("why", "")
    if kind == QuestionKind.NUMBER:
        tolerance = table.number("tolerance") if table.has("tolerance") else 0.0
        unit = table.text("unit", "", max_length=20)
        question = Question(
            name, kind, text, why, number=table.number("number"), tolerance=tolerance, unit=unit
        )
    elif kind == QuestionKind.TEXT:
        accept = table.texts("accept")
        if not accept:
            raise table.error("accept", gettext("expected at least one text that is right"))
        question = Question(name, kind, text, why, accept=accept)
    else:
        question = Question(name, kind, text, why, _choices(table, kind))
    table.refuse_others()
    return question


def _choices(table: Table, kind: QuestionKind) -> tuple[Choice, ...]:
    choices = []
    for answer in table.tables("answers"):
        choices.append(Choice(answer.text("text"), answer.flag("right", False), answer.text("why", "")))
        answer.refuse_others()
    if not 2 <= len(choices) <= MAX_CHOICES:
        raise table.error(
            "answers",
            gettext("expected 2 to %(most)s answers, not %(count)s")
            % {"most": MAX_CHOICES, "count": len(choices)},
        )
    if len({one.text for one in choices}) < len(choices):
        raise table.error("answers", gettext("expected different texts"))
    right = sum(one.right for one in choices)
    if right == 0 or (kind == QuestionKind.ONE and right > 1):
        wanted = (
            gettext("expected exactly one with right = true, not %(count)s")
            if kind == QuestionKind.ONE
            else gettext("expected at least one with right = true, not %(count)s")
        )
        raise table.error("answers", wanted % {"count": right})
    return tuple(choices)
