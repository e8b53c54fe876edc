"""Which line of the Dockerfile made a layer, from the history in the image's config."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grading.dockerfile import Dockerfile, Instruction, Stage

MAX_ENTRIES = 5000
MAX_CREATED_BY = 4000


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an image's history; `empty` when it made no layer."""

    created_by: str
    empty: bool

    @property
    def name(self) -> str:
        return self.created_by.partition(" ")[0].upper()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a layer comes from; no line when it is not from this Dockerfile."""

    created_by: str = ""
    line: int | None = None


def origins(config: Mapping[str, Any], layers: int, base_layers: int, dockerfile: Dockerfile) -> list[Origin]:
    """The origin of each of the image's layers; nothing is said when its history does not account for all
    of them.
    """
    entries = _entries(config.get("history"))
    makers = [number for number, entry in enumerate(entries) if not entry.empty]
    if len(makers) != layers:
        return [Origin()] * layers
    own = makers[base_layers - 1] + 1 if 0 < base_layers <= layers else 0
    lines = _lines(entries[own:], dockerfile)
    return [
        Origin(entries[number].created_by, lines[number - own] if number >= own else None)
        for number in makers
    ]


def _entries(history: object) -> list[Entry]:
    if not isinstance(history, list):
        return []
    return [
        Entry(str(item.get("created_by", ""))[:MAX_CREATED_BY], item.get("empty_layer") is True)
        for item in history[:MAX_ENTRIES]
        if isinstance(item, dict)
    ]


def _lines(entries: Sequence[Entry], dockerfile: Dockerfile) -> list[int | None]:
    """A Dockerfile line for each entry, of the stage that fits the entries best; the last one when in
    doubt.
    """
    best: list[int | None] = [None] * len(entries)
    best_score = -1
    for stage in reversed(dockerfile.stages):
        pairs = _pair(entries, _instructions_to(stage, dockerfile))
        score = sum(
            1 + _same_text(entry, found) for entry, found in zip(entries, pairs, strict=True) if found
        )
        if score > best_score:
            best_score, best = score, [found.line if found else None for found in pairs]
    return best


def _instructions_to(stage: Stage, dockerfile: Dockerfile) -> list[Instruction]:
    """What leads from a base image to a stage, through the stages it is built on."""
    path = [stage.index]
    while stage.parent is not None:
        stage = dockerfile.stages[stage.parent]
        path.insert(0, stage.index)
    return [
        instruction
        for index in path
        for instruction in dockerfile.instructions
        if instruction.stage == index and instruction.name != "FROM"
    ]


def _pair(entries: Sequence[Entry], instructions: Sequence[Instruction]) -> list[Instruction | None]:
    """Each instruction left one entry, in order; entries before them, and ONBUILD's between, are the
    base's.
    """
    pairs: list[Instruction | None] = [None] * len(entries)
    left = list(instructions)
    for number in range(len(entries) - 1, -1, -1):
        if left and left[-1].name == entries[number].name:
            pairs[number] = left.pop()
    return pairs


def _same_text(entry: Entry, instruction: Instruction) -> bool:
    return _squeezed(instruction.value)[:80] in _squeezed(entry.created_by)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)
