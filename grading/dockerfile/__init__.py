"""A Dockerfile as its instructions and stages.

An instruction that Docker does not know is kept: BuildKit refuses it in its own words. What BuildKit's parser
refuses, and what this one cannot decide, is a LearnerFault with its line.
"""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from grading.dockerfile import shellwords
from grading.dockerfile.instructions import Directive, Instruction, Lines, unreadable
from grading.faults import LearnerFault

__all__ = ["Directive", "Dockerfile", "Instruction", "Stage", "parse_dockerfile", "unreadable"]

# Variables that BuildKit sets for FROM by itself, or that we give a build as arguments (the way to packages).
_SET_BY_OTHERS = re.compile(
    r"\$\{?((?:BUILD|TARGET)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT|STAGE)"
    r"|(?:HTTP|HTTPS|FTP|NO|ALL)_PROXY|(?:http|https|ftp|no|all)_proxy)(?![A-Za-z0-9_])"
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One FROM: `base` as written, `image` with global ARGs expanded, `parent` the stage that this names."""

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

    @property
    def escape(self) -> str:
        """The character that escapes another, a backslash unless a directive chose."""
        return next((one.value for one in self.directives if one.name == "escape"), "\\")

    def instruction_at(self, line: int) -> Instruction | None:
        """The instruction that `line` (from 1) is a part of."""
        found = bisect.bisect_right(self.instructions, line, key=lambda one: one.line) - 1
        if found < 0 or self.instructions[found].end_line < line:
            return None
        return self.instructions[found]

    def stage(self, target: str | None = None) -> Stage | None:
        """The stage that `--target` names, in any case; without one the last."""
        if target is None:
            return self.stages[-1] if self.stages else None
        return _latest(target, self.stages)

    def source(self, name: str, user: int) -> Stage | None:
        """The stage that `--from` in the stage number `user` names, in any case, or counts from 0."""
        above = self.stages[:user]
        found = _latest(name, above)
        if found is None and name.isascii() and name.isdecimal() and len(name) < 6 and int(name) < user:
            found = above[int(name)]
        return found

    def path(self, stage: Stage) -> list[Stage]:
        """The stages that `stage` is built on, each by the FROM of the next, and itself at the end."""
        found = [stage]
        while found[0].parent is not None:
            found.insert(0, self.stages[found[0].parent])
        return found


def _latest(name: str, stages: tuple[Stage, ...]) -> Stage | None:
    return next((one for one in reversed(stages) if one.name and one.name == name.lower()), None)


def parse_dockerfile(text: str, build_args: Mapping[str, str] | None = None) -> Dockerfile:
    """Read a Dockerfile; `build_args` are the values of `--build-arg`. LearnerFault with the line."""
    lines = Lines(text)
    directives = lines.directives()
    stages = _Stages(build_args or {}, lines.escape)
    instructions: list[Instruction] = []
    while instruction := lines.instruction():
        instructions.append(stages.place(instruction))
    return Dockerfile(tuple(instructions), tuple(stages.found), directives)


class _Stages:
    """Puts each instruction in its stage; keeps the ARGs before the first FROM, for the FROM lines."""

    def __init__(self, build_args: Mapping[str, str], escape: str) -> None:
        self.build_args = build_args
        self.escape = escape
        self.variables: dict[str, str] = {}
        self.found: list[Stage] = []
        self.by_name: dict[str, int] = {}

    def place(self, instruction: Instruction) -> Instruction:
        if instruction.name == "FROM":
            self._from(instruction)
        elif instruction.name == "ARG" and not self.found:
            self._declare(instruction)
        if not self.found:
            return instruction
        return dataclasses.replace(instruction, stage=len(self.found) - 1)

    def _declare(self, instruction: Instruction) -> None:
        """Keep the value of each ARG on the line; one without any stays unset."""
        try:
            words = shellwords.split(instruction.value)
        except shellwords.WordError as error:
            raise unreadable(error, instruction.line) from error
        for word in words:
            name, equals, default = word.partition("=")
            if name in self.build_args:
                self.variables[name] = self.build_args[name]
            elif equals:
                self.variables[name] = self._expand(default, instruction.line)

    def _from(self, instruction: Instruction) -> None:
        words = instruction.words
        base = words[0] if words else ""
        name = words[2].lower() if len(words) == 3 and words[1].lower() == "as" else ""
        image = self._expand(base, instruction.line)
        parent = self.by_name.get(image)  # names are kept in lower case, and FROM alone minds the case
        index = len(self.found)
        self.found.append(Stage(index, name, base, image, instruction.line, parent))
        if name:
            self.by_name[name] = index

    def _expand(self, text: str, line: int) -> str:
        unknown = _SET_BY_OTHERS.search(text)
        if unknown is not None:
            raise LearnerFault(
                _("FROM cannot depend on the variable %(name)s: write the image's name itself."),
                line=line,
                name=unknown[1],
            )
        try:
            return shellwords.expand(text, self.variables, self.escape)
        except shellwords.WordError as error:
            raise unreadable(error, line) from error
