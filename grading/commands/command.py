"""What all docker commands of a submission have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Command:
    """A command of whatever kind: `line` is where it starts, from 1, `text` how it was typed, on one line."""

    line: int
    text: str = field(default="", kw_only=True, compare=False)


# The readers of commands by their first words, as ("image", "ls"): each is given the line and the words that follow.
Forms = Mapping[tuple[str, ...], Callable[[int, list[str]], Command]]


@dataclass(frozen=True)
class ClientCommand(Command, ABC):
    """A command that docker's own client runs, with these arguments: made anew from what was read, never passed on."""

    @property
    @abstractmethod
    def arguments(self) -> tuple[str, ...]:
        """What follows the word `docker`."""
