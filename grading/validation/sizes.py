"""How much a Dockerfile may hold: what was measured to cost a daemon seconds before anything is built."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from grading.dockerfile import Dockerfile, Instruction, shellwords, unreadable
from grading.faults import LearnerFault
from grading.validation.variables import Variables

MAX_LINE = 4096  # bytes of one line as it is written
MAX_INSTRUCTIONS = 200
MAX_STAGES = 50
MAX_VARIABLES = 100  # that ENV sets; 1,000 and one RUN took 28 s
MAX_MOUNTS = 50  # 1,000 took 21 s
MAX_HEREDOCS = 50  # 200 took 11 s, 2,000 more than 60
MAX_PORTS = 1000  # 400,000 (three ranges of all) took the daemon's memory

_RANGE = re.compile(r"(\d{1,5})-(\d{1,5})(?:/[a-zA-Z]+)?")


@dataclass(frozen=True, slots=True)
class _Cap:
    """At most `most` of what `found` has a line each for."""

    text: str
    most: int
    found: list[int]


def problems(text: str, dockerfile: Dockerfile, name: str, known: Variables) -> list[LearnerFault]:
    """A fault for each cap that the Dockerfile (`text`, parsed) exceeds, at the first line that is too much."""
    long = _long_line(text, name)
    if long is not None:
        return [long]
    caps = (
        _Cap(
            _("%(file)s has %(count)s instructions: at most %(most)s are allowed."),
            MAX_INSTRUCTIONS,
            [one.line for one in dockerfile.instructions],
        ),
        _Cap(
            _("%(file)s has %(count)s stages: at most %(most)s are allowed."),
            MAX_STAGES,
            [stage.line for stage in dockerfile.stages],
        ),
        _Cap(
            _("%(file)s has %(count)s variables set by ENV: at most %(most)s are allowed."),
            MAX_VARIABLES,
            list(_lines(dockerfile, _variables)),
        ),
        _Cap(
            _("%(file)s has %(count)s mounts: at most %(most)s are allowed."),
            MAX_MOUNTS,
            list(_lines(dockerfile, lambda one: len(one.flags.get("mount", ())))),
        ),
        _Cap(
            _("%(file)s has %(count)s heredocs: at most %(most)s are allowed."),
            MAX_HEREDOCS,
            list(_lines(dockerfile, lambda one: len(one.heredocs))),
        ),
    )
    found = [
        LearnerFault(cap.text, line=cap.found[cap.most], file=name, count=len(cap.found), most=cap.most)
        for cap in caps
        if len(cap.found) > cap.most
    ]
    return found or list(_ports(dockerfile, known))


def _long_line(text: str, name: str) -> LearnerFault | None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line.encode()) > MAX_LINE:
            return LearnerFault(
                _("Line %(at)d of %(file)s has %(size_bytes)s: a line may have %(most_bytes)s."),
                line=number, at=number, file=name, size_bytes=len(line.encode()), most_bytes=MAX_LINE,
            )  # fmt: skip
    return None


def _lines(dockerfile: Dockerfile, count: Callable[[Instruction], int]) -> Iterator[int]:
    """The line of each instruction as often as `count` says, of what an ONBUILD holds too."""
    for instruction in dockerfile.instructions:
        yield from [instruction.line] * count(instruction.innermost)


def _variables(instruction: Instruction) -> int:
    if instruction.name != "ENV":
        return 0
    try:
        words = shellwords.split(instruction.value)
    except shellwords.WordError:
        return 0  # BuildKit refuses it in its own words, or `variables` does
    return len(words) if words and "=" in words[0] else 1


def _ports(dockerfile: Dockerfile, known: Variables) -> Iterator[LearnerFault]:
    """A fault when ranges of EXPOSE make too many ports."""
    total = 0
    for written in dockerfile.instructions:
        instruction = written.innermost
        if instruction.name != "EXPOSE":
            continue
        try:
            values = known.before(written) if "$" in instruction.value else {}
            words = shellwords.expand_words(instruction.value, values, dockerfile.escape)
        except shellwords.WordError as error:
            yield unreadable(error, written.line)
            return
        for word in words:
            # An address and the host's port may stand before, as in docker run -p: BuildKit takes the last.
            ends = _RANGE.fullmatch(word.rpartition(":")[2])
            total += max(1, int(ends[2]) - int(ends[1]) + 1) if ends else 1
        if total > MAX_PORTS:
            yield LearnerFault(
                _("EXPOSE names %(count)s ports: at most %(most)s are allowed."),
                line=written.line, count=total, most=MAX_PORTS,
            )  # fmt: skip
            return
