"""A Dockerfile's heredocs as hadolint 2.15 can read them.

It cannot read what follows one without an empty line, nor an indented one with a quoted end, and then finds nothing in
the whole file. So a script that RUN runs is given a form that it can read, and every other heredoc is left out.
"""

from __future__ import annotations

import re

from grading.dockerfile import Instruction, parse_dockerfile, shellwords
from grading.faults import LearnerFault

_HEREDOC = re.compile(r"\d*<<-?[^<]+")
_END = "SCRIPT"


def without(text: str) -> tuple[str, tuple[int, ...]]:
    """The Dockerfile so written, and for each of its lines the line in `text`."""
    written = text.split("\n")
    numbered = list(enumerate(written, 1))
    try:
        instructions = [one for one in parse_dockerfile(text).instructions if one.heredocs]
    except LearnerFault:
        instructions = []  # hadolint will say what it thinks of it
    for instruction in reversed(instructions):
        first, last = instruction.line - 1, instruction.end_line
        numbered[first:last] = [(instruction.line, line) for line in _rewritten(instruction)]
    return "\n".join(line for _number, line in numbered), tuple(number for number, _line in numbered)


def _rewritten(instruction: Instruction) -> list[str]:
    words = shellwords.split(instruction.value)
    flags = [f"--{name}={value}" for name, values in instruction.flags.items() for value in values]
    rest = [word for word in words if not _HEREDOC.fullmatch(word)]
    head = " ".join([instruction.name, *flags])
    if instruction.name == "RUN" and not rest and len(words) == 1:
        script = [line.lstrip("\t") for line in instruction.heredocs[0].split("\n")[:-1]]
        if not (script and script[0].startswith("#!")) and _END not in script:
            return [f"{head} <<{_END}", *script, _END, ""]
    if instruction.innermost.name in ("COPY", "ADD"):  # as if they were files
        rest = ["file" if _HEREDOC.fullmatch(word) else word for word in words]
    elif len(rest) < (2 if instruction.name == "ONBUILD" else 1):
        rest.append("true")
    return [" ".join([head, *rest])]
