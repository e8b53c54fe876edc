"""Which line of the Dockerfile made a layer, from the history in the image's config."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from grading.dockerfile import Dockerfile, Instruction, Stage
from grading.facts import HistoryEntry

MAX_ENTRIES = 5000
MAX_CREATED_BY = 4000
MAX_FROM = 200  # of the name that a COPY --from gives
MAX_TOLD = 1 << 20  # characters of a whole history

_MAKE_FILES = ("RUN", "COPY", "ADD")


def told(
    config: Mapping[str, Any], layers: int, base_layers: int, dockerfile: Dockerfile
) -> tuple[HistoryEntry, ...]:
    """The image's history with the lines of the Dockerfile; none when it does not account for all of the layers."""
    entries = _entries(config.get("history"))
    makers = [number for number, entry in enumerate(entries) if entry.layer is not None]
    if len(makers) != layers:
        return ()
    own = makers[base_layers - 1] + 1 if 0 < base_layers <= layers else 0
    made_by = _instructions(entries[own:], dockerfile)
    return (
        *entries[:own],
        *(
            _placed(entry, instruction, dockerfile) if instruction else entry
            for entry, instruction in zip(entries[own:], made_by, strict=True)
        ),
    )


def of_layers(history: Sequence[HistoryEntry], layers: int) -> list[HistoryEntry]:
    """The entry of each of the image's layers; one that says nothing when there is no history."""
    return [entry for entry in history if entry.layer is not None] or [HistoryEntry()] * layers


def _entries(history: object) -> list[HistoryEntry]:
    if not isinstance(history, list):
        return []
    items = [item for item in history[:MAX_ENTRIES] if isinstance(item, dict)]
    makes_layer = [item.get("empty_layer") is not True for item in items]
    texts = [str(item.get("created_by", ""))[:MAX_CREATED_BY] for item in items]
    left = accumulate((len(text) for text in texts), lambda left, length: left - length, initial=MAX_TOLD)
    return [
        HistoryEntry(text if room > 0 else "", number - 1 if makes else None)
        for text, makes, number, room in zip(texts, makes_layer, accumulate(makes_layer), left, strict=False)
    ]


def _placed(entry: HistoryEntry, instruction: Instruction, dockerfile: Dockerfile) -> HistoryEntry:
    entry = replace(entry, line=instruction.line, stage=instruction.stage)
    named = instruction.flags.get("from")
    if not named or instruction.name != "COPY" or instruction.stage is None:
        return entry
    written = entry.created_by.replace("COPY ", f"COPY --from={named[-1][:MAX_FROM]} ", 1)
    entry = replace(entry, created_by=written)  # BuildKit leaves out where it copied from
    source = dockerfile.source(named[-1], instruction.stage)
    if source is None:
        return entry
    return replace(entry, from_stage=source.index, from_line=_made_at(instruction, source, dockerfile))


def _made_at(copy: Instruction, source: Stage, dockerfile: Dockerfile) -> int | None:
    """The line of the stage that made what is copied from it: the last that names it, or the only one there is."""
    makers = [one for one in _instructions_to(source, dockerfile) if one.name in _MAKE_FILES]
    paths = [word.rstrip("/") for word in copy.words[:-1]]
    naming = [one for one in makers if any(path and _text_names(one, path) for path in paths)]
    if naming:
        return naming[-1].line
    return makers[0].line if len(makers) == 1 else None


def _text_names(instruction: Instruction, path: str) -> bool:
    text = "\n".join((instruction.value, *instruction.heredocs))
    return re.search(rf"(?<![\w./-]){re.escape(path)}(?![\w.-])", text) is not None


def _instructions(entries: Sequence[HistoryEntry], dockerfile: Dockerfile) -> list[Instruction | None]:
    """The instruction of each entry, of the stage that fits the entries best; the last one when in doubt."""
    best: list[Instruction | None] = [None] * len(entries)
    best_score = -1
    for stage in reversed(dockerfile.stages):
        pairs = _pair(entries, _instructions_to(stage, dockerfile))
        score = sum(
            1 + _same_text(entry, found) for entry, found in zip(entries, pairs, strict=True) if found
        )
        if score > best_score:
            best_score, best = score, pairs
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


def _pair(entries: Sequence[HistoryEntry], instructions: Sequence[Instruction]) -> list[Instruction | None]:
    """Each instruction left one entry, in order; entries before them, and ONBUILD's between, are the
    base's.
    """
    pairs: list[Instruction | None] = [None] * len(entries)
    left = list(instructions)
    for number in range(len(entries) - 1, -1, -1):
        if left and left[-1].name == entries[number].created_by.partition(" ")[0].upper():
            pairs[number] = left.pop()
    return pairs


def _same_text(entry: HistoryEntry, instruction: Instruction) -> bool:
    return _squeezed(instruction.value)[:80] in _squeezed(entry.created_by)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)
