"""The build context: which of a submission's files reach the builder."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from grading.context.ignorefile import IgnoreFile, parse_ignorefile
from grading.faults import LearnerFault

__all__ = ["Context", "read_context"]

IGNORE_FILE = ".dockerignore"


@dataclass(frozen=True)
class Context:
    """The files in the folder of the build; `ignore_name` names the file that keeps some out, None without one."""

    names: Collection[str]
    ignore_file: IgnoreFile
    ignore_name: str | None

    def has(self, name: str) -> bool:
        """Whether a COPY could have the file. LearnerFault when a pattern cannot be read."""
        return name in self.names and not self.ignore_file.ignores(name)


def read_context(files: Mapping[str, str], dockerfile: str = "Dockerfile") -> Context:
    """The context of a build with the Dockerfile of that name; LearnerFault with path and line.

    The .dockerignore is the one named for the Dockerfile, if there is one. Dockerfile and .dockerignore are files of
    the context like others, because the builder reads them on their own.
    """
    for name in (f"{dockerfile}{IGNORE_FILE}", IGNORE_FILE):
        if name in files:
            try:
                return Context(files.keys(), parse_ignorefile(files[name]), name)
            except LearnerFault as fault:
                fault.path = name
                raise
    return Context(files.keys(), IgnoreFile(), None)
