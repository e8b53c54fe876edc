"""The variables that an instruction sees, as far as the Dockerfile itself says them."""

from __future__ import annotations

from collections.abc import Mapping

from grading.dockerfile import Dockerfile, Instruction, shellwords


def before(
    instruction: Instruction, dockerfile: Dockerfile, build_args: Mapping[str, str]
) -> Mapping[str, str]:
    """ARG and ENV above `instruction`, in its stage and those it is built on; `build_args` are --build-arg's.

    What a base image sets is not known. Raises shellwords.WordError.
    """
    above = [one for one in dockerfile.instructions if one.line < instruction.line]
    given: dict[str, str] = {}  # by the ARGs before the first FROM, seen where an ARG asks for them
    for one in above:
        if one.stage is None and one.name == "ARG":
            given |= _arguments(one, given, {}, build_args, dockerfile.escape)
    known: dict[str, str] = {}
    for one in above:
        if one.stage not in _stages_to(instruction, dockerfile):
            continue
        if one.name == "ARG":
            known |= _arguments(one, known, given, build_args, dockerfile.escape)
        elif one.name == "ENV":
            known |= pairs(one, known, dockerfile.escape)
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


def _stages_to(instruction: Instruction, dockerfile: Dockerfile) -> set[int | None]:
    """The instruction's stage and those below it."""
    found: set[int | None] = set()
    index = instruction.stage
    while index is not None:
        found.add(index)
        index = dockerfile.stages[index].parent
    return found
