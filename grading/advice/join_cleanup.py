"""Clean up in the RUN that made the mess: a later one hides files, and their bytes stay in the layer below."""

from __future__ import annotations

import re

from grading.advice.source import Rewritten, Source
from grading.dockerfile import Instruction
from grading.dockerfile.instructions import json_words

_CLEANS = re.compile(
    r"\brm\s|\bapt(-get)?\s+(-\S+\s+)*(clean|autoclean|purge|remove|autoremove)\b|\bapk\s+del\b"
    r"|\bpip3?\s+cache\s+purge\b|\bnpm\s+cache\s+clean\b|\bfind\b.*-delete\b",
    re.DOTALL,
)
_KEEPS_STATE = re.compile(r"(^|[;&|\s])(cd|exec|exit|export|set|umask|trap)\b")  # for the commands after it


def rewrite(source: Source) -> Rewritten | None:
    """Join each RUN that cleans up with the RUNs right above it; None when no such stand together."""
    changes: dict[int, str] = {}
    for group in _groups(source):
        while group and not _CLEANS.search(group[-1].value):
            group.pop()
        if len(group) > 1:
            changes |= {one.line: "" for one in group}
            changes[group[0].line] = "RUN " + f" && {source.dockerfile.escape}\n    ".join(
                map(_command, group)
            )
    if not changes:
        return None
    return Rewritten(source.edited(changes), min(changes), {"lines": ", ".join(map(str, changes))})


def _groups(source: Source) -> list[list[Instruction]]:
    """The RUNs that follow each other with no other instruction between them."""
    groups: list[list[Instruction]] = []
    goes_on = False
    for one in source.dockerfile.instructions:
        if not _joins(one):
            goes_on = False
        elif goes_on:
            groups[-1].append(one)
        else:
            groups.append([one])
            goes_on = True
    return groups


def _joins(one: Instruction) -> bool:
    return one.name == "RUN" and not one.flags and not one.heredocs and json_words(one.value) is None


def _command(one: Instruction) -> str:
    return f"({one.value})" if _KEEPS_STATE.search(one.value) else one.value
