"""What a rewrite is given and what it makes; nothing here needs Docker."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from grading.dockerfile import Dockerfile, Instruction, parse_dockerfile


@dataclass(frozen=True)
class Source:
    """A Dockerfile as text and as it was read, and the names of the files in the folder of its build.

    `ignore` is the text of the .dockerignore, None where the learner cannot write one.
    """

    text: str
    dockerfile: Dockerfile
    files: Collection[str] = ()
    ignore: str | None = None

    @classmethod
    def read(cls, text: str, files: Collection[str] = (), ignore: str | None = None) -> Source:
        """LearnerFault for a Dockerfile that cannot be read."""
        return cls(text, parse_dockerfile(text), files, ignore)

    def written(self, instruction: Instruction) -> str:
        """The lines that an instruction stands on."""
        return "\n".join(self.text.split("\n")[instruction.line - 1 : instruction.end_line])

    def edited(self, changes: Mapping[int, str]) -> str:
        """The text with other lines in the place of the instructions that begin on these; "" leaves one out."""
        lines = self.text.split("\n")
        for instruction in reversed(self.dockerfile.instructions):
            new = changes.get(instruction.line)
            if new is not None:
                lines[instruction.line - 1 : instruction.end_line] = new.split("\n") if new else []
        return "\n".join(lines)


@dataclass(frozen=True)
class Rewritten:
    """Another Dockerfile, or another file of this `path`; the line of the learner's Dockerfile that it is about; and
    what is said of it beside what it brings.
    """

    text: str
    line: int
    params: Mapping[str, Any] = field(default_factory=dict)
    path: str | None = None
