"""A question in a module's text, and whether what was given is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TEXT = 200  # characters of an answer that is written


class QuestionKind(StrEnum):
    ONE = "one"  # of several answers, one is right
    SEVERAL = "several"  # one or more are right
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Choice:
    """`text` and `why` are inline Markdown; `why` is shown to whoever chose it."""

    text: str
    right: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`choices` are for the kinds one and several, `number` and `tolerance` for number, `accept` for text."""

    id: str
    kind: QuestionKind
    text: str
    why: str = ""
    choices: tuple[Choice, ...] = ()
    number: float = 0.0
    tolerance: float = 0.0
    unit: str = ""
    accept: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return f"q-{self.id}"

    @property
    def has_choices(self) -> bool:
        return self.kind in (QuestionKind.ONE, QuestionKind.SEVERAL)


class NoAnswerError(Exception):
    """Nothing was given that could be right or wrong."""


def read_given(question: Question, values: Sequence[str]) -> tuple[str, ...]:
    """What a form's fields say, as it is kept: the texts of the choices, which may change places, or what was written.

    Choices come as their places, counted from 0. NoAnswerError.
    """
    if question.has_choices:
        chosen = tuple(one.text for place, one in enumerate(question.choices) if str(place) in values)
        if not chosen or (question.kind == QuestionKind.ONE and len(chosen) > 1):
            raise NoAnswerError
        return chosen
    written = " ".join(values[0].split())[:LONGEST_TEXT] if values else ""
    if not written or (question.kind == QuestionKind.NUMBER and _number(written, question.unit) is None):
        raise NoAnswerError
    return (written,)


def is_right(question: Question, given: Sequence[str]) -> bool:
    """`given` is what `read_given` returned, perhaps for an earlier text of the question."""
    if question.has_choices:
        return set(given) == {one.text for one in question.choices if one.right}
    if not given:
        return False
    if question.kind == QuestionKind.NUMBER:
        number = _number(given[0], question.unit)
        # A hair more than the tolerance, as 0.3 is not 0.1 + 0.2.
        return number is not None and abs(number - question.number) <= question.tolerance + 1e-9 * max(
            1.0, abs(question.number)
        )
    return _plain(given[0]) in {_plain(text) for text in question.accept}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _number(text: str, unit: str) -> float | None:
    """A number with a decimal comma or point, spaces between thousands, and perhaps the unit behind it."""
    plain = "".join(text.split()).casefold().removesuffix("".join(unit.split()).casefold())
    return float(plain.replace(",", ".")) if re.fullmatch(r"[-+]?\d{1,18}([.,]\d{1,18})?", plain) else None
