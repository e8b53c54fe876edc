"""A Dockerfile's instructions, stages and directives with their lines, read as BuildKit's parser reads them.

An instruction that Docker does not know is kept: BuildKit refuses it in its own words. What BuildKit's parser refuses,
and what this one cannot decide, is a LearnerFault with its line.
"""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as _

from grading import shellwords
from grading.faults import LearnerFault

_DIRECTIVE = re.compile(r"#[^\S\n]*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S(?:.*\S)?)\s*")
_DIRECTIVES = ("syntax", "escape", "check")
_SPACES = re.compile(r"[\t\v\f\r ]+")
_HEREDOC = re.compile(r"(\d*)<<(-?)([^<]*)", re.ASCII)
_WITH_HEREDOCS = ("ADD", "COPY", "RUN")


@dataclass(frozen=True, slots=True)
class Directive:
    """A line such as `# syntax=docker/dockerfile:1` before everything else; `name` is in lower case."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: `name` in upper case, `value` without name and flags, lines counted from 1, both included.

    `flags` maps `--name=value` to its values in order. `stage` is the index of its stage, None before the first FROM.
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
        """The arguments of a COPY, an ADD or a FROM: of its JSON list, or those between white space."""
        return json_words(self.value) or tuple(_SPACES.split(self.value) if self.value else ())

    @property
    def trigger(self) -> Instruction | None:
        """What an ONBUILD would run later."""
        if self.name != "ONBUILD" or not self.value:
            return None
        name, flags, value = split_instruction(self.value)
        return Instruction(name, self.line, self.end_line, value, flags, self.stage, self.heredocs)


@dataclass(frozen=True, slots=True)
class Stage:
    """One FROM. `base` is as written, `image` with global ARGs expanded, `parent` the stage that it names, if any."""

    index: int
    name: str
    base: str
    image: str
    line: int
    parent: int | None = None


@dataclass(frozen=True)
class Dockerfile:
    """What `parse_dockerfile` read."""

    instructions: tuple[Instruction, ...]
    stages: tuple[Stage, ...]
    directives: tuple[Directive, ...] = ()

    def instruction_at(self, line: int) -> Instruction | None:
        """The instruction that `line` (from 1) is a part of."""
        found = bisect.bisect_right(self.instructions, line, key=lambda one: one.line) - 1
        if found < 0 or self.instructions[found].end_line < line:
            return None
        return self.instructions[found]

    def stage(self, target: str | None = None, before: int | None = None) -> Stage | None:
        """The stage called or numbered `target`, of those before an index; the last one without a target."""
        stages = self.stages[:before]
        if target is None:
            return stages[-1] if stages else None
        return find_stage(target, stages)

    def root(self, stage: Stage) -> Stage:
        """The stage whose image `stage` is built on in the end: itself, or what its FROM names, and so on."""
        while stage.parent is not None:
            stage = self.stages[stage.parent]
        return stage


def find_stage(name: str, stages: tuple[Stage, ...]) -> Stage | None:
    """The latest stage of that name, in any case, or with that index (from 0)."""
    for stage in reversed(stages):
        if stage.name and stage.name == name.lower():
            return stage
    if name.isascii() and name.isdecimal() and len(name) < 6 and int(name) < len(stages):
        return stages[int(name)]
    return None


def json_words(value: str) -> tuple[str, ...] | None:
    """The strings of a JSON list, None when `value` is none."""
    if not value.startswith("["):
        return None
    try:
        words = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return tuple(words) if all(isinstance(word, str) for word in words) else None


def split_instruction(text: str) -> tuple[str, Mapping[str, tuple[str, ...]], str]:
    """Name in upper case, flags and value of one logical line."""
    name, *rest = _SPACES.split(text.strip(shellwords.SPACE), maxsplit=1)
    flags, value = _split_flags(rest[0]) if rest else ({}, "")
    return name.upper(), flags, value.strip(shellwords.SPACE)


def _split_flags(text: str) -> tuple[Mapping[str, tuple[str, ...]], str]:
    """The leading words that start with `--`, unquoted, and what follows them."""
    flags: dict[str, tuple[str, ...]] = {}
    position = 0
    while flag := _FLAG.match(text, position):
        word = _QUOTED.sub(lambda part: part["single"] or part["double"] or part["escaped"] or "", flag[1])
        position = flag.end()
        if word == "--":
            break
        name, _equals, value = word[2:].partition("=")
        flags[name] = (*flags.get(name, ()), value)
    return flags, text[position:]


_SPACE_CLASS = f"[{shellwords.SPACE}]"
_FLAG = re.compile(
    rf"{_SPACE_CLASS}*(--(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|\\.|[^{shellwords.SPACE}'\"\\])*)(?={_SPACE_CLASS}|$)",
    re.DOTALL,
)
_QUOTED = re.compile(r"'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|\\(?P<escaped>.)", re.DOTALL)


def parse_dockerfile(text: str, build_args: Mapping[str, str] | None = None) -> Dockerfile:
    """Read a Dockerfile; `build_args` are the values of `--build-arg`. LearnerFault with the line."""
    return _Parser(text).parse(build_args or {})


class _Parser:
    """Takes line after line, as BuildKit does; `at` is the number of lines taken."""

    def __init__(self, text: str) -> None:
        self.lines = [line.rstrip("\r") for line in text.removeprefix("\ufeff").split("\n")]
        if not self.lines[-1]:
            self.lines.pop()
        self.at = 0
        self.escape = "\\"
        self.directives: list[Directive] = []
        self.instructions: list[Instruction] = []

    def parse(self, build_args: Mapping[str, str]) -> Dockerfile:
        while self.at < len(self.lines) and self.directive():
            self.at += 1
        self.continued = _continuation(self.escape)
        stages = _Stages(build_args, self.escape)
        while self.at < len(self.lines):
            line = self.take().lstrip(shellwords.SPACE)
            if line and not line.startswith("#"):
                self.instructions.append(stages.place(self.instruction(line)))
        return Dockerfile(tuple(self.instructions), tuple(stages.found), tuple(self.directives))

    def take(self) -> str:
        self.at += 1
        return self.lines[self.at - 1]

    def directive(self) -> bool:
        """Note the directive that the next line is; False when it is none, which ends them all."""
        match = _DIRECTIVE.fullmatch(self.lines[self.at].lstrip(shellwords.SPACE))
        if match is None or match[1].lower() not in _DIRECTIVES:
            return False
        found = Directive(match[1].lower(), match[2], self.at + 1)
        if any(found.name == other.name for other in self.directives):
            raise LearnerFault(
                _("only one %(name)s parser directive can be used"), line=found.line, name=found.name
            )
        if found.name == "escape":
            if found.value not in ("\\", "`"):
                raise LearnerFault(
                    _("invalid escape token %(token)s: expected ` or \\"), line=found.line, token=found.value
                )
            self.escape = found.value
        self.directives.append(found)
        return True

    def instruction(self, first: str) -> Instruction:
        start = self.at
        pieces: list[str] = []
        piece, open_ended = self.without_escape(first)
        pieces.append(piece)
        while open_ended and self.at < len(self.lines):
            line = self.take()
            stripped = line.lstrip(shellwords.SPACE)
            if stripped and not stripped.startswith("#"):
                piece, open_ended = self.without_escape(line)
                pieces.append(piece)
        line = "".join(pieces)
        name, flags, value = split_instruction(line)
        heredocs = self.heredocs(name, value, line, start)
        return Instruction(name, start, self.at, value, flags, None, heredocs)

    def without_escape(self, line: str) -> tuple[str, bool]:
        match = self.continued.search(line)
        return (line[: match.start()], True) if match else (line, False)

    def heredocs(self, name: str, value: str, line: str, start: int) -> tuple[str, ...]:
        if name == "ONBUILD":
            name, _flags, value = split_instruction(value)
        if "<<" not in line or name not in _WITH_HEREDOCS or json_words(value) is not None:
            return ()
        return tuple(self.body(end, strip_tabs, start) for end, strip_tabs in heredocs_of(line, start))

    def body(self, end: str, strip_tabs: bool, start: int) -> str:
        lines: list[str] = []
        while self.at < len(self.lines):
            line = self.take()
            if (line.lstrip("\t") if strip_tabs else line) == end:
                return "".join(f"{line}\n" for line in lines)
            lines.append(line)
        raise LearnerFault(
            _("unterminated heredoc: no line after it consists of %(end)s alone"), line=start, end=end
        )


def _continuation(escape: str) -> re.Pattern[str]:
    # An escape before the escape makes it an ordinary character. The look-behind keeps the search linear.
    one = re.escape(escape)
    return re.compile(rf"(?<!{one}){one}[ \t]*\Z")


def heredocs_of(text: str, line: int) -> tuple[tuple[str, bool], ...]:
    """The end word, and whether leading tabs are dropped, of each heredoc that a logical line opens."""
    try:
        words = shellwords.split(text)
    except shellwords.Undecidable as error:
        raise LearnerFault(_("this line cannot be read: %(reason)s"), line=line, reason=str(error)) from error
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
            raise LearnerFault(
                _("this line cannot be read: %(reason)s"), line=line, reason=str(error)
            ) from error
        if len(ends) == 1:
            found.append((ends[0], match[2] == "-"))
    return tuple(found)


class _Stages:
    """Puts each instruction in its stage, and follows the ARGs that FROM lines may use."""

    def __init__(self, build_args: Mapping[str, str], escape: str) -> None:
        self.build_args = build_args
        self.escape = escape
        self.variables: dict[str, str] = {}
        self.found: list[Stage] = []

    def place(self, instruction: Instruction) -> Instruction:
        if instruction.name == "FROM":
            self.found.append(self.stage(instruction))
        elif instruction.name == "ARG" and not self.found:
            self.declare(instruction)
        if not self.found:
            return instruction
        return Instruction(
            instruction.name,
            instruction.line,
            instruction.end_line,
            instruction.value,
            instruction.flags,
            len(self.found) - 1,
            instruction.heredocs,
        )

    def declare(self, instruction: Instruction) -> None:
        """Keep the value of each global ARG of the line; one without any stays unset."""
        try:
            words = shellwords.split(instruction.value)
        except shellwords.WordError as error:
            raise _unreadable(error, instruction.line) from error
        for word in words:
            name, equals, default = word.partition("=")
            if name in self.build_args:
                self.variables[name] = self.build_args[name]
            elif equals:
                self.variables[name] = self.expand(default, instruction.line)

    def stage(self, instruction: Instruction) -> Stage:
        words = instruction.words
        base = words[0] if words else ""
        name = words[2].lower() if len(words) == 3 and words[1].lower() == "as" else ""
        image = self.expand(base, instruction.line)
        parent = next(
            (stage.index for stage in reversed(self.found) if stage.name and stage.name == image.lower()),
            None,
        )
        return Stage(len(self.found), name, base, image, instruction.line, parent)

    def expand(self, text: str, line: int) -> str:
        try:
            return shellwords.expand(text, self.variables, self.escape)
        except shellwords.WordError as error:
            raise _unreadable(error, line) from error


def _unreadable(error: shellwords.WordError, line: int) -> LearnerFault:
    return LearnerFault(_("this line cannot be read: %(reason)s"), line=line, reason=str(error))
