"""One pattern of a .dockerignore, matched as Docker matches it (github.com/moby/patternmatcher).

Docker makes a regular expression of a pattern character by character, oddities included: a star in brackets does not
stand for a star. So does this, for the same kind of engine: RE2 needs linear time for whatever a learner sends.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import re2
from django.utils.translation import gettext_noop as _

from grading.dockerfile.shellwords import SPACE
from grading.faults import LearnerFault

MAX_SHOWN = 100  # characters of a pattern, in a message

# What Go's filepath.Match takes as a pattern: brackets are closed and hold something, nothing is half escaped.
_CHAR = r"(?:\\.|[^\\\]-])"
_WELL_FORMED = re.compile(rf"(?:\\.|\[\^?+(?:{_CHAR}(?:-{_CHAR})?+)++\]|[^\\\[])*+", re.DOTALL)
_MADE_LITERAL = frozenset(".+()|{}$")  # Docker leaves the ^ as it is
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 1 << 20


@dataclass(frozen=True)
class Pattern:
    """`written` is its line; `cleaned` is what is matched; `exception` says that it lets files in again."""

    line: int
    written: str
    cleaned: str
    exception: bool

    def matches(self, path: str) -> bool:
        """Whether it matches this very path, folders above apart. LearnerFault when Docker cannot read it."""
        return self._matcher(path)

    @cached_property
    def _matcher(self) -> Callable[[str], bool]:
        kind, expression = _translated(self.cleaned)
        if kind == "exact":
            return self.cleaned.__eq__
        if kind == "prefix":
            start = self.cleaned[:-2]
            return lambda path: path.startswith(start)
        if kind == "suffix":
            end = self.cleaned[2:]
            return lambda path: path.endswith(end) or f"/{path}" == end
        try:
            compiled = re2.compile(expression, _OPTIONS)
        except re2.error:
            raise _unreadable(self.written, self.line) from None
        return lambda path: compiled.search(path) is not None


def parse_pattern(written: str, line: int) -> Pattern | None:
    """The pattern in one line of a .dockerignore, None when there is none; LearnerFault."""
    text = written.strip(SPACE)
    if not text or written.startswith("#"):
        return None
    mark, text = ("!", text[1:].strip(SPACE)) if text.startswith("!") else ("", text)
    if text:
        text = _clean(text)
        text = text[1:] if len(text) > 1 and text.startswith("/") else text
    # Docker reads a line a second time when it makes the matcher: what then begins with ! is an exception too.
    text = (mark + text).strip(SPACE)
    if not text:
        return None
    text = _clean(text)
    exception = text.startswith("!")
    text = text.removeprefix("!")
    if not text:
        raise LearnerFault(_("An exclamation mark needs a pattern behind it."), line=line)
    if not _WELL_FORMED.fullmatch(text):
        raise _unreadable(written, line)
    return Pattern(line, written.strip(SPACE), text, exception)


def _clean(path: str) -> str:
    """The shortest form of a path, as Go's filepath.Clean makes it."""
    return posixpath.normpath(re.sub("/+", "/", path))


def _unreadable(written: str, line: int) -> LearnerFault:
    return LearnerFault(
        _("The pattern %(pattern)s cannot be read: are its brackets closed, does each \\ escape something?"),
        line=line,
        pattern=written[:MAX_SHOWN],
    )


def _translated(pattern: str) -> tuple[str, str]:
    """How to match: "exact", "prefix" (text**), "suffix" (**text) or "expression", with the regular expression."""
    kind, found, at = "exact", ["^"], 0
    while at < len(pattern):
        char, first = pattern[at], at == 0
        at += 1
        if char == "*" and pattern.startswith("*", at):
            at += 2 if pattern.startswith("/", at + 1) else 1
            if at < len(pattern):
                kind = "expression"
                found.append("(.*/)?")
            else:
                kind = "prefix" if kind == "exact" else "expression"
                found.append(".*")
            if first:
                kind = "suffix"
            continue
        if char == "\\" and at < len(pattern):
            char += pattern[at]
            at += 1
        if char[0] in "*?[]\\":
            kind = "expression"
        found.append({"*": "[^/]*", "?": "[^/]"}.get(char, f"\\{char}" if char in _MADE_LITERAL else char))
    return kind, "".join([*found, "$"])
