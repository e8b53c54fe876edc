"""Paths of a tree: the folders that they lie in, and values from which a folder can be taken with all below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass
class Paths(Generic[Value]):
    """`values` maps a path relative to the root to its value; folders need none of their own."""

    values: dict[str, Value] = field(default_factory=dict)
    _below: dict[str, set[str]] = field(default_factory=dict)

    def copy(self) -> Paths[Value]:
        return Paths(self.values.copy(), {folder: names.copy() for folder, names in self._below.items()})

    def put(self, path: str, value: Value) -> None:
        self.values[path] = value
        below = self._below
        while path:
            folder = path.rpartition("/")[0]
            names = below.get(folder)
            if names is None:
                names = below[folder] = set()
            elif path in names:
                return
            names.add(path)
            path = folder

    def take(self, path: str) -> dict[str, Value]:
        """Remove a path and all that is below it; what was removed."""
        gone = self.take_below(path)
        if path in self.values:
            gone[path] = self.values.pop(path)
        names = self._below.get(path.rpartition("/")[0])
        if names is not None and path:
            names.discard(path)
        return gone

    def take_below(self, folder: str) -> dict[str, Value]:
        """Remove what is below a folder; what was removed."""
        gone = {}
        waiting = [folder]
        while waiting:
            for path in self._below.pop(waiting.pop(), ()):
                if path in self.values:
                    gone[path] = self.values.pop(path)
                waiting.append(path)
        return gone


def folders_of(paths: Iterable[str]) -> set[str]:
    """All folders that these paths lie in, but not the root."""
    found: set[str] = set()
    for folder in {path.rpartition("/")[0] for path in paths}:
        at = folder
        while at and at not in found:
            found.add(at)
            at = at.rpartition("/")[0]
    return found
