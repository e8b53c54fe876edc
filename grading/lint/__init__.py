"""What hadolint finds in a Dockerfile: for the check `lint`, and for who wants to show it while it is written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from grading.lint import hadolint, heredocs
from grading.lint.hadolint import UNREADABLE

__all__ = ["UNREADABLE", "Violation", "lint"]

MAX_TEXT = 64 * 1024  # bytes
MAX_VIOLATIONS = 1000


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that one line breaks. `level` is error, warning, info or style; `text` is hadolint's own sentence.

    The code UNREADABLE says that hadolint could not read the Dockerfile, so that nothing else was found.
    """

    code: str
    line: int
    level: str
    text: str


def lint(text: str, cpu_seconds: int = hadolint.CPU_SECONDS) -> tuple[Violation, ...]:
    """What is found in a Dockerfile, by line; what its author wrote to silence rules does not. PlatformFault."""
    if len(text.encode(errors="replace")) > MAX_TEXT:
        return (Violation(UNREADABLE, 1, "error", "the Dockerfile is too long"),)
    readable, lines = heredocs.without(text)
    found = [Violation(**one) for one in hadolint.run(readable, cpu_seconds)[:MAX_VIOLATIONS]]
    placed = [replace(one, line=lines[min(max(one.line, 1), len(lines)) - 1]) for one in found]
    return tuple(sorted(placed, key=lambda one: (one.line, one.code)))
