"""How much of an image is stored for nothing, counted as dive counts it.

For each path, over all layers: how often it was written, the sum of its sizes and the least of them. The
efficiency is the sum of the least sizes over the sum of all sizes; wasted are all bytes of paths written
twice or more. A removal counts as writing the path with nothing, that of a folder with what was in it; a folder that
is empty in its layer counts as a path with nothing. Opaque folders count for nothing.

After dive's `filetree/efficiency.go`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from grading.tree.layer import FOLDER, LayerFiles
from grading.tree.paths import Paths, folders_of


class Written(NamedTuple):
    times: int
    total: int
    least: int


@dataclass
class Tally:
    """Layers added up, from the lowest. Sizes in bytes."""

    written: dict[str, Written] = field(default_factory=dict)
    present: Paths[int] = field(default_factory=Paths)
    total: int = 0
    least: int = 0
    wasted: int = 0

    def copy(self) -> Tally:
        """A tally to go on from; this one stays as it is."""
        return Tally(self.written.copy(), self.present.copy(), self.total, self.least, self.wasted)

    def add(self, layer: LayerFiles) -> None:
        """Put one more layer on top."""
        folders = set()
        for path in layer.removed:
            self._write(path, self._remove(path))
        for path, entry in layer.entries.items():
            if entry.kind == FOLDER:
                folders.add(path)
            else:
                size = entry.stored
                self._write(path, size)
                self.present.put(path, size)
        not_empty = folders_of((*layer.entries, *layer.removed))
        for folder in folders - not_empty:
            self._write(folder, 0)
        for folder in folders | not_empty:
            self.present.values.pop(folder, None)

    @property
    def repeated(self) -> list[tuple[str, Written]]:
        """The paths that were written twice or more, the most bytes first."""
        found = [(path, written) for path, written in self.written.items() if written.times > 1]
        return sorted(found, key=lambda one: (-one[1].total, one[0]))

    @property
    def efficiency(self) -> float:
        return self.least / self.total if self.total else 1.0

    def _write(self, path: str, size: int) -> None:
        before = self.written.get(path)
        self.total += size
        if before is None:
            self.written[path] = Written(1, size, size)
            self.least += size
            return
        now = Written(before.times + 1, before.total + size, min(before.least, size))
        self.written[path] = now
        self.least += now.least - before.least
        self.wasted += now.total if before.times == 1 else size

    def _remove(self, path: str) -> int:
        """Take a path away; what it counts for: nothing for a file, for a folder what was in it."""
        was_file = path in self.present.values
        gone = self.present.take(path)
        return 0 if was_file else sum(gone.values())
