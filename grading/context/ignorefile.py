"""A .dockerignore: which files of the build context stay out, and by which line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from grading.context.pattern import Pattern, parse_pattern
from grading.faults import LearnerFault

MAX_PATTERNS = 1000
MAX_LINE = 64 * 1024  # bytes, from which on Docker refuses a line


@dataclass(frozen=True)
class IgnoreFile:
    """The patterns in order: the last one that matches a file, or a folder above it, decides."""

    patterns: tuple[Pattern, ...] = ()

    def ruling(self, path: str) -> Pattern | None:
        """The pattern that decides on a file, by its path in the context; None when none matches. LearnerFault."""
        above: frozenset[int] = frozenset()
        names = path.split("/")
        found: Pattern | None = None
        for depth in range(1, len(names) + 1):
            above, found = self._level("/".join(names[:depth]), above)
        return found

    def ignores(self, path: str) -> bool:
        """Whether the file stays out of the context. LearnerFault."""
        decided = self.ruling(path)
        return decided is not None and not decided.exception

    def _level(self, path: str, above: frozenset[int]) -> tuple[frozenset[int], Pattern | None]:
        """The patterns, by number, that match the path or did its folder, and the last of them.

        A pattern that could change nothing is not tried, and so is not known to match when files below are looked at:
        Docker has it so.
        """
        matched: set[int] = set()
        last: Pattern | None = None
        for number, pattern in enumerate(self.patterns):
            ignored = last is not None and not last.exception
            if number in above or (pattern.exception == ignored and pattern.matches(path)):
                matched.add(number)
                last = pattern
        return frozenset(matched), last


def parse_ignorefile(text: str) -> IgnoreFile:
    """Read a .dockerignore; LearnerFault with the line."""
    return IgnoreFile(tuple(_patterns(text)))


def _patterns(text: str) -> Iterable[Pattern]:
    count = 0
    for line, written in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if len(written.encode(errors="replace")) >= MAX_LINE:
            raise LearnerFault(
                _("This line is too long: a pattern may have %(most_bytes)s."),
                line=line,
                most_bytes=MAX_LINE - 1,
            )
        pattern = parse_pattern(written.removesuffix("\r"), line)
        if pattern is None:
            continue
        count += 1
        if count > MAX_PATTERNS:
            raise LearnerFault(
                _("Too many patterns: at most %(most)s are read here."), line=line, most=MAX_PATTERNS
            )
        yield pattern
