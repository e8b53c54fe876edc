"""What the finished image shows of what its layers carry; the rest is hidden: stored, and seen by nobody.

Hidden are files that a higher layer removed, wrote anew or covered with something else, and all that lay below a folder
that was removed, replaced or made opaque. Hidden bytes are the layers' sizes added up, less what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from grading.tree.layer import FILE, FOLDER, Entry, LayerFiles
from grading.tree.paths import Paths

MADE = Entry(FOLDER, mode=0o755)  # a folder that no layer lists: Docker makes it when something lies in it


class Shown(NamedTuple):
    layer: int
    entry: Entry


class Content(NamedTuple):
    """The bytes of a file: its layer, and the name it is stored under there (hard links share one)."""

    layer: int
    name: str


class Changes(NamedTuple):
    """What a layer does to the image below it, as paths of what is no folder.

    A path that showed a file before and after is changed; all that lay below a removed or replaced folder and
    is not written again is removed.
    """

    added: list[str]
    changed: list[str]
    removed: list[str]


@dataclass
class Final:
    """The image as far as its layers are added, from the lowest. Sizes in bytes.

    Whatever the layers hold, what a path lies in is always a folder.
    """

    shown: Paths[Shown] = field(default_factory=Paths)
    sizes: dict[Content, int] = field(default_factory=dict)
    layers: int = 0

    def copy(self) -> Final:
        """One to go on from; this one stays as it is."""
        return Final(self.shown.copy(), self.sizes.copy(), self.layers)

    def add(self, layer: LayerFiles) -> Changes:
        """Put one more layer on top."""
        number, shown = self.layers, self.shown
        gone: dict[str, Shown] = {}
        for path in layer.removed:
            gone |= shown.take(path)
        for folder in layer.opaque:
            gone |= shown.take_below(folder)
        added, changed, clear = list[str](), list[str](), {""}
        for path, entry in layer.entries.items():
            self._make_way(path.rpartition("/")[0], gone, clear)
            before = shown.values.get(path)
            if entry.kind == FOLDER:
                if before is not None and before.entry.kind != FOLDER:
                    gone[path] = before
            else:
                if before is not None and before.entry.kind == FOLDER:
                    gone |= shown.take_below(path)
                    clear = {""}
                before = gone.pop(path, None) or before
                is_new = before is None or before.entry.kind == FOLDER
                (added if is_new else changed).append(path)
                if entry.stored:
                    self.sizes[Content(number, path)] = entry.stored
            shown.put(path, Shown(number, entry))
        self.layers += 1
        removed = [path for path, was in gone.items() if was.entry.kind != FOLDER and was.layer < number]
        return Changes(added, changed, removed)

    def hidden(self) -> list[int]:
        """Hidden bytes by layer."""
        shown = {
            (layer, entry.link if entry.link and entry.kind == FILE else path)
            for path, (layer, entry) in self.shown.values.items()
        }
        found = [0] * self.layers
        for content, size in self.sizes.items():
            if content not in shown:
                found[content.layer] += size
        return found

    def _make_way(self, folder: str, gone: dict[str, Shown], clear: set[str]) -> None:
        """Make `folder` and all it lies in folders; `clear` are those known to be."""
        while folder not in clear:
            clear.add(folder)
            before = self.shown.values.get(folder)
            if before is None or before.entry.kind != FOLDER:
                if before is not None:
                    gone[folder] = before
                self.shown.put(folder, Shown(self.layers, MADE))
            folder = folder.rpartition("/")[0]
