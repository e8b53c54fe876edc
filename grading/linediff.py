"""Two texts side by side, line by line: what learners wrote, so bounded in time and in what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

MAX_LINES = 200  # of each text between what both begin and end with: difflib may take their cube
CONTEXT = 3  # equal lines shown around a change
MAX_AROUND, MAX_CHANGED = 160, 400  # characters of a line, beside its change and in it

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


class TooLong(ValueError):
    """More lines differ than are compared."""


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts from 1; only `changed` differs from the line on the other side."""

    number: int
    before: str
    changed: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of each text, or of one of them; without any, `skipped` equal lines."""

    left: Line | None = None
    right: Line | None = None
    same: bool = False
    skipped: int = 0


def side_by_side(left: str, right: str) -> list[Row]:
    """What changed from one text to the other, with some lines around it; empty when they have the same lines.

    Raises TooLong.
    """
    old, new = _lines(left), _lines(right)
    if old == new:
        return []
    start, end = _common(old, new)
    middle, other = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(middle), len(other)) > MAX_LINES:
        raise TooLong
    rows = [_same(number, number, old[number]) for number in range(start)]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, middle, other).get_opcodes():
        numbers = zip_longest(range(start + i1, start + i2), range(start + j1, start + j2))
        rows += [_same(i, j, old[i]) if tag == "equal" else _changed(old, new, i, j) for i, j in numbers]
    rows += [_same(len(old) - end + n, len(new) - end + n, old[len(old) - end + n]) for n in range(end)]
    return list(_folded(rows))


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _common(left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """How many items both begin with, and how many of the rest both end with."""
    shorter = min(len(left), len(right))
    start = next((n for n in range(shorter) if left[n] != right[n]), shorter)
    rest = shorter - start
    return start, next((n for n in range(rest) if left[-1 - n] != right[-1 - n]), rest)


def _same(i: int, j: int, text: str) -> Row:
    return Row(Line(i + 1, _head(text)), Line(j + 1, _head(text)), same=True)


def _changed(old: Sequence[str], new: Sequence[str], i: int | None, j: int | None) -> Row:
    if i is None or j is None:
        left = None if i is None else Line(i + 1, _head(old[i]))
        return Row(left, None if j is None else Line(j + 1, _head(new[j])))
    one, other = _WORDS.findall(old[i]), _WORDS.findall(new[j])
    start, end = _common(one, other)
    return Row(_split(i, one, start, end), _split(j, other, start, end))


def _split(place: int, words: list[str], start: int, end: int) -> Line:
    """A line in three parts, of which the middle is its own."""
    if not "".join(words[:start] + words[len(words) - end :]).strip():  # another line altogether
        return Line(place + 1, _head("".join(words)))
    before, after = "".join(words[:start]), "".join(words[len(words) - end :])
    before = before if len(before) <= MAX_AROUND else f"…{before[-MAX_AROUND:]}"
    after = after if len(after) <= MAX_AROUND else f"{after[:MAX_AROUND]}…"
    return Line(place + 1, before, _head("".join(words[start : len(words) - end])), after)


def _head(text: str) -> str:
    return text if len(text) <= MAX_CHANGED else f"{text[:MAX_CHANGED]}…"


def _folded(rows: Sequence[Row]) -> Iterator[Row]:
    """Without the equal lines that are far from any change."""
    near: set[int] = set()
    for number, row in enumerate(rows):
        if not row.same:
            near.update(range(number - CONTEXT, number + CONTEXT + 1))
    skipped = 0
    for number, row in enumerate(rows):
        if number not in near:
            skipped += 1
            continue
        if skipped:
            yield Row(skipped=skipped)
            skipped = 0
        yield row
    if skipped:
        yield Row(skipped=skipped)
