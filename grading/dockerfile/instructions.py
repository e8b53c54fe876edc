"""A Dockerfile's directives and instructions with their lines, read as BuildKit's parser reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as _

from grading.dockerfile import shellwords
from grading.faults import LearnerFault

DIRECTIVES = ("syntax", "escape", "check")

_DIRECTIVE = re.compile(r"#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S(?:.*\S)?)\s*")
_SPACES = re.compile(r"[\t\v\f\r ]+")
_SPACE = f"[{shellwords.SPACE}]"
_FLAG = re.compile(
    rf"{_SPACE}*(--(?:'(?:\\.|[^'\\])*(?:'|$)|\"(?:\\.|[^\"\\])*(?:\"|$)|\\.|[^{shellwords.SPACE}'\"\\])*)"
    rf"(?={_SPACE}|$)",
    re.DOTALL,
)
_QUOTED = re.compile(
    r"'(?P<single>(?:\\.|[^'\\])*)'?|\"(?P<double>(?:\\.|[^\"\\])*)\"?|\\(?P<escaped>.)", re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)  # in quotes of either kind, whatever the escape directive says
_HEREDOC = re.compile(r"(\d*)<<(-?)([^<]*)", re.ASCII)
_WITH_HEREDOCS = ("ADD", "COPY", "RUN")


@dataclass(frozen=True, slots=True)
class Directive:
    """A line such as `# syntax=docker/dockerfile:1` before all else; `name` is in lower case."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: `name` in upper case, `value` without name and flags; lines count from 1.

    `flags` maps a name to the values of each `--name=value`, in order. `stage` is the index of its stage,
    None before the first FROM. `heredocs` are the bodies.
    """

    name: str
    line: int
    end_line: int
    value: str
    flags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stage: int | None = None
    heredocs: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The arguments of a FROM, COPY or ADD: between white space, or (not of a FROM) of a JSON list."""
        listed = json_words(self.value) if self.name != "FROM" else None
        if listed is not None:
            return listed
        return tuple(_SPACES.split(self.value)) if self.value else ()

    @property
    def trigger(self) -> Instruction | None:
        """What an ONBUILD would run later."""
        if self.name != "ONBUILD" or not self.value:
            return None
        name, flags, value = split_instruction(self.value)
        return Instruction(name, self.line, self.end_line, value, flags, self.stage, self.heredocs)

    @property
    def innermost(self) -> Instruction:
        """The instruction itself, or what its ONBUILDs would run in the end."""
        found = self
        while found.trigger is not None:
            found = found.trigger
        return found


def json_words(value: str) -> tuple[str, ...] | None:
    """The strings of the JSON list that `value` starts with; None when there is no such list."""
    if not value.startswith("["):
        return None
    try:
        words, _end = json.JSONDecoder().raw_decode(value)
    except (ValueError, RecursionError):
        return None
    return tuple(words) if all(isinstance(word, str) for word in words) else None


def split_instruction(text: str) -> tuple[str, Mapping[str, tuple[str, ...]], str]:
    """Name in upper case, flags, and value of one logical line."""
    name, *rest = _SPACES.split(text.strip(shellwords.SPACE), maxsplit=1)
    flags, value = _split_flags(rest[0]) if rest else ({}, "")
    return name.upper(), flags, value.strip(shellwords.SPACE)


def _split_flags(text: str) -> tuple[Mapping[str, tuple[str, ...]], str]:
    """The leading words that start with `--`, unquoted, and what follows them."""
    flags: dict[str, list[str]] = {}
    position = 0
    while flag := _FLAG.match(text, position):
        word = _QUOTED.sub(_unquoted, flag[1])
        position = flag.end()
        if word == "--":
            break
        name, _equals, value = word[2:].partition("=")
        flags.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in flags.items()}, text[position:]


def _unquoted(part: re.Match[str]) -> str:
    return part["escaped"] or _ESCAPED.sub(r"\1", part["single"] or part["double"] or "")


class Lines:
    """A Dockerfile's lines, taken one after the other as BuildKit does; `at` is how many were taken."""

    def __init__(self, text: str) -> None:
        self.lines = [line.rstrip("\r") for line in text.removeprefix("\ufeff").split("\n")]
        self.at = 0
        self.escape = "\\"

    def directives(self) -> tuple[Directive, ...]:
        """The directives at the top, which may choose the escape character. LearnerFault."""
        found: dict[str, Directive] = {}
        while self.at < len(self.lines):
            match = _DIRECTIVE.fullmatch(self.lines[self.at].lstrip(shellwords.SPACE))
            name = match[1].lower() if match else ""
            if match is None or name not in DIRECTIVES:
                break
            self.at += 1
            if name in found:
                raise LearnerFault(
                    _("only one %(name)s parser directive can be used"), line=self.at, name=name
                )
            found[name] = Directive(name, match[2], self.at)
        if "escape" in found:
            self.escape = found["escape"].value
            if self.escape not in ("\\", "`"):
                raise LearnerFault(
                    _("invalid escape token %(token)s: expected ` or \\"),
                    line=found["escape"].line,
                    token=self.escape,
                )
        # An escape before the escape makes it an ordinary character.
        one = re.escape(self.escape)
        self._continued = re.compile(rf"(?<!{one}){one}[ \t]*\Z")
        return tuple(found.values())

    def instruction(self) -> Instruction | None:
        """The next instruction, None at the end; to be called after `directives`. LearnerFault."""
        while self.at < len(self.lines):
            line = self._take().lstrip(shellwords.SPACE)
            if line and not line.startswith("#"):
                start = self.at
                return self._instruction(start, self._logical(line))
        return None

    def _take(self) -> str:
        self.at += 1
        return self.lines[self.at - 1]

    def _logical(self, first: str) -> str:
        """One line with those that continue it; comments and empty lines between them are dropped."""
        piece, goes_on = self._without_escape(first)
        pieces = [piece]
        while goes_on and self.at < len(self.lines):
            line = self._take()
            stripped = line.lstrip(shellwords.SPACE)
            if stripped and not stripped.startswith("#"):
                piece, goes_on = self._without_escape(line)
                pieces.append(piece)
        return "".join(pieces)

    def _without_escape(self, line: str) -> tuple[str, bool]:
        match = self._continued.search(line)
        return (line[: match.start()], True) if match else (line, False)

    def _instruction(self, start: int, text: str) -> Instruction:
        name, flags, value = split_instruction(text)
        inner, inner_value = name, value
        if name == "ONBUILD":
            inner, _flags, inner_value = split_instruction(value)
        for word in (name, inner):
            if not word.isascii():  # BuildKit takes some letters for others: a capital I with a dot for an I
                raise LearnerFault(_("%(name)s is no instruction."), line=start, name=word)
        opened = heredocs_of(text, start) if "<<" in text and inner in _WITH_HEREDOCS else ()
        if opened and json_words(inner_value) is not None:
            # BuildKit's versions do not agree on whether this is a list or a heredoc.
            raise LearnerFault(_("A JSON list cannot be followed by a heredoc."), line=start)
        bodies = tuple(self._body(end, tabs, start) for end, tabs in opened)
        return Instruction(name, start, self.at, value, flags, None, bodies)

    def _body(self, end: str, without_tabs: bool, start: int) -> str:
        began = self.at
        while self.at < len(self.lines):
            line = self._take()
            if (line.lstrip("\t") if without_tabs else line) == end:
                return "".join(f"{line}\n" for line in self.lines[began : self.at - 1])
        raise LearnerFault(
            _("unterminated heredoc: no line below it consists of %(end)s alone"), line=start, end=end
        )


def heredocs_of(text: str, line: int) -> tuple[tuple[str, bool], ...]:
    """For each heredoc that a line opens: the word that ends it, whether leading tabs go. LearnerFault."""
    try:
        words = shellwords.split(text)
    except shellwords.UndecidableError as error:
        raise unreadable(error, line) from error
    except shellwords.WordError:
        return ()  # BuildKit sees no heredoc in a line whose quotes do not match
    found: list[tuple[str, bool]] = []
    for word in words:
        match = _HEREDOC.fullmatch(word)
        if match is None or not match[3]:
            continue
        try:
            ends = shellwords.unquote(match[3])
        except shellwords.WordError as error:
            raise unreadable(error, line) from error
        if len(ends) == 1:
            found.append((ends[0], match[2] == "-"))
    return tuple(found)


def unreadable(error: shellwords.WordError, line: int) -> LearnerFault:
    """The fault of words that cannot be read."""
    return LearnerFault(_("This line cannot be read: %(reason)s."), line=line, reason=str(error))
