"""How much of an image is stored for nothing, counted as dive counts it.

For each path, over all layers: how often it was written, the sum of its sizes and the least of them. The
efficiency is the sum of the least sizes over the sum of all sizes; wasted are all bytes of paths written
twice or more. A removal counts as writing the path with nothing, that of a folder with what was in it.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import NamedTuple

from grading.image.layers import LayerFiles


class Written(NamedTuple):
    times: int
    total: int
    least: int


@dataclass
class Tally:
    """Layers added up, from the lowest. Sizes in bytes."""

    written: dict[str, Written] = field(default_factory=dict)
    present: dict[str, int] = field(default_factory=dict)
    total: int = 0
    least: int = 0
    wasted: int = 0

    def copy(self) -> Tally:
        """A tally to go on from; this one stays as it is."""
        return Tally(self.written.copy(), self.present.copy(), self.total, self.least, self.wasted)

    def add(self, layer: LayerFiles) -> None:
        """Put one more layer on top."""
        for path, size in self._remove(layer.removed).items():
            self._write(path, size)
        for path, size in layer.files.items():
            self._write(path, size)
            self.present[path] = size

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

    def _remove(self, removed: list[str]) -> dict[str, int]:
        """Take paths away; what each of them held: nothing for a file."""
        sizes = dict.fromkeys(removed, 0)
        folders = [path for path in removed if path not in self.present]
        gone = [path for path in removed if path in self.present]
        paths = sorted(self.present) if folders else []
        for folder in folders:
            first = bisect.bisect_left(paths, folder + "/")
            last = bisect.bisect_left(paths, folder + "0")  # "0" comes right after "/"
            sizes[folder] = sum(self.present[path] for path in paths[first:last])
            gone += paths[first:last]
        for path in gone:
            self.present.pop(path, None)
        return sizes
