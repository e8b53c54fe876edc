"""What the finished image shows of what its layers carry; the rest is hidden: stored, and seen by nobody.

Hidden are files that a higher layer removed, wrote anew or covered with something else, and all that lay below a folder
that was removed, replaced or made opaque. Hidden bytes are the layers' sizes added up, less what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from grading.image.layers import LayerFiles
from grading.image.paths import Paths


class Content(NamedTuple):
    """The bytes of a file: its layer, and the name it is stored under there (hard links share one)."""

    layer: int
    name: str


@dataclass
class Final:
    """The image as far as its layers are added, from the lowest. Sizes in bytes."""

    shown: Paths[Content] = field(default_factory=Paths)
    sizes: dict[Content, int] = field(default_factory=dict)
    layers: int = 0

    def copy(self) -> Final:
        """One to go on from; this one stays as it is."""
        return Final(self.shown.copy(), self.sizes.copy(), self.layers)

    def add(self, layer: LayerFiles) -> None:
        """Put one more layer on top."""
        for path in layer.removed:
            self.shown.take(path)
        for folder in layer.opaque:
            self.shown.take_below(folder)
        for folder in {*layer.folders, *(path.rpartition("/")[0] for path in layer.files)}:
            self._make_way(folder)
        for path, size in layer.files.items():
            self.shown.take_below(path)
            content = Content(self.layers, layer.links.get(path, path))
            self.shown.put(path, content)
            if size:
                self.sizes[content] = size
        self.layers += 1

    def hidden(self) -> list[int]:
        """Hidden bytes by layer."""
        shown = set(self.shown.values.values())
        found = [0] * self.layers
        for content, size in self.sizes.items():
            if content not in shown:
                found[content.layer] += size
        return found

    def _make_way(self, folder: str) -> None:
        """What was a file, here or above, is a folder now."""
        while folder:
            self.shown.values.pop(folder, None)
            folder = folder.rpartition("/")[0]
