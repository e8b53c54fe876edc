"""The variables that an instruction sees, as far as the Dockerfile itself says them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from grading.dockerfile import Dockerfile, Instruction, shellwords

State = Mapping[str, str] | shellwords.WordError


class Variables:
    """What ARG and ENV set in one Dockerfile; `build_args` are --build-arg's. What a base image sets is not known.

    All is read once, whoever asks how often: a line of a thousand variables would else read the Dockerfile as often.
    """

    def __init__(self, dockerfile: Dockerfile, build_args: Mapping[str, str]) -> None:
        self._dockerfile, self._build_args = dockerfile, build_args

    def before(self, instruction: Instruction) -> Mapping[str, str]:
        """Those set above `instruction`, in its stage and those it is built on. Raises shellwords.WordError."""
        found = self._by_line[instruction.line]
        if isinstance(found, shellwords.WordError):
            raise found
        return found

    @cached_property
    def _by_line(self) -> Mapping[int, State]:
        """For each instruction's line what is set above it, or why that cannot be read."""
        found: dict[int, State] = {}
        given: State = {}  # by the ARGs before the first FROM, seen where an ARG asks for them
        stages: list[State] = []
        for one in self._dockerfile.instructions:
            if one.stage is None:
                found[one.line] = given
                given = self._after(one, given, {}) if one.name == "ARG" else given
                continue
            if one.stage == len(stages):
                parent = self._dockerfile.stages[one.stage].parent
                nothing: State = given if isinstance(given, shellwords.WordError) else {}
                stages.append(nothing if parent is None else stages[parent])
            found[one.line] = stages[one.stage]
            stages[one.stage] = self._after(one, stages[one.stage], given)
        return found

    def _after(self, instruction: Instruction, known: State, given: State) -> State:
        if isinstance(known, shellwords.WordError) or isinstance(given, shellwords.WordError):
            return known
        escape = self._dockerfile.escape
        try:
            if instruction.name == "ARG":
                return {**known, **_arguments(instruction, known, given, self._build_args, escape)}
            if instruction.name == "ENV":
                return {**known, **pairs(instruction, known, escape)}
        except shellwords.WordError as error:
            return error
        return known


def pairs(instruction: Instruction, known: Mapping[str, str], escape: str = "\\") -> dict[str, str]:
    """What an ENV or LABEL sets: `name=value …`, or `name value` up to the end of the line."""
    words = shellwords.split(instruction.value)
    if not words:
        return {}
    if "=" not in words[0]:
        value = instruction.value.partition(words[0])[2].strip()
        return {shellwords.expand(words[0], known, escape): shellwords.expand(value, known, escape)}
    found = {}
    for word in words:
        name, _equals, value = word.partition("=")
        found[shellwords.expand(name, known, escape)] = shellwords.expand(value, known, escape)
    return found


def _arguments(
    instruction: Instruction,
    known: Mapping[str, str],
    given: Mapping[str, str],
    build_args: Mapping[str, str],
    escape: str,
) -> dict[str, str]:
    found = {}
    for word in shellwords.split(instruction.value):
        name, equals, default = word.partition("=")
        if name in build_args:
            found[name] = build_args[name]
        elif equals:
            found[name] = shellwords.expand(default, {**known, **found}, escape)
        elif name in given:
            found[name] = given[name]
    return found
