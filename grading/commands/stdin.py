"""The two ways to give a command a file to read that are understood here without a shell."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop as _

from grading.commands.commandline import bare
from grading.faults import LearnerFault

_FILE = r"[A-Za-z0-9_][A-Za-z0-9_./-]*"
_AFTER = re.compile(rf"(.*[^<\s])\s*<\s*(?:\./)?({_FILE})\s*", re.DOTALL)
_BEFORE = re.compile(rf"cat\s+(?:\./)?({_FILE})\s*\|\s*(docker\s.*)", re.DOTALL)
_ECHO = re.compile(r"(?:echo|printf)\s.*\|\s*docker\s+login\b", re.DOTALL)


def take_input(line: str) -> tuple[str, str | None]:
    """`docker … < FILE` and `cat FILE | docker …` -> the docker command and the file's name, None without one.

    LearnerFault for a password written into the line.
    """
    masked = bare(line)
    if _ECHO.match(masked):
        raise LearnerFault(
            _(
                "echo writes the password into the command, where the shell's history keeps it: let docker read it "
                "from a file: docker login -u NAME --password-stdin localhost:5000 < password.txt"
            )
        )
    before, after = _BEFORE.fullmatch(masked), _AFTER.fullmatch(masked)
    if before and line.startswith(before[1], before.start(1)):  # else it is written in quotes
        return line[before.start(2) :], before[1]
    if after and line.startswith(after[2], after.start(2)):
        return line[: after.end(1)], after[2]
    return line, None
