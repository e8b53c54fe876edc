"""Which COPY takes a file out of the build context."""

from __future__ import annotations

from grading.context.ignorefile import IgnoreFile
from grading.context.pattern import parse_pattern
from grading.dockerfile import Dockerfile
from grading.faults import LearnerFault


def copied_at(name: str, dockerfile: Dockerfile) -> int | None:
    """The line of the first COPY or ADD whose sources have the file, variables apart; None when none has."""
    for instruction in dockerfile.instructions:
        of_context = instruction.name in ("COPY", "ADD") and "from" not in instruction.flags
        if of_context and any(_takes(source, name) for source in instruction.words[:-1]):
            return instruction.line
    return None


def _takes(source: str, name: str) -> bool:
    try:
        pattern = parse_pattern(source, 1)
        if pattern is None or pattern.cleaned in (".", "/"):
            return pattern is not None
        return IgnoreFile((pattern,)).ruling(name) is not None
    except LearnerFault:
        return False
