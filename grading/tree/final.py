"""What the finished image shows of what its layers carry; the rest is hidden: stored, and seen by nobody.

Hidden are files that a higher layer removed, wrote anew or covered with something else, and all that lay below a folder
that was removed, replaced or made opaque. Hidden bytes are the layers' sizes added up, less what is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from grading.tree.layer import FILE, FOLDER, Entry, LayerFiles
from grading.tree.paths import Paths

MADE = Entry(FOLDER, mode=0o755)  # a folder that no layer lists: Docker makes it when something lies in it


class Shown(NamedTuple):
    layer: int
    entry: Entry


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
    layers: list[LayerFiles] = field(default_factory=list)

    def copy(self) -> Final:
        """One to go on from; this one stays as it is."""
        return Final(self.shown.copy(), self.layers.copy())

    def add(self, layer: LayerFiles) -> Changes:
        """Put one more layer on top."""
        shown, number = self.shown, len(self.layers)
        self.layers.append(layer)
        before: dict[str, Shown | None] = {}  # of every path that the layer touches
        for path in layer.removed:
            before.update(shown.take(path))
        for folder in layer.opaque:
            before.update(shown.take_below(folder))
        clear = {""}
        for path, entry in layer.entries.items():
            folder = path.rpartition("/")[0]
            if folder not in clear:
                self._make_way(folder, before, clear)
            was = shown.values.get(path)
            before.setdefault(path, was)
            if was is not None and was.entry.kind == FOLDER and entry.kind != FOLDER:
                for gone, one in shown.take_below(path).items():
                    before.setdefault(gone, one)
                clear = {""}
            shown.put(path, Shown(number, entry))
        return self._changes(before)

    def _changes(self, before: Mapping[str, Shown | None]) -> Changes:
        found = Changes([], [], [])
        for path, was in before.items():
            was_file, is_file = _is_file(was), _is_file(self.shown.values.get(path))
            if is_file:
                (found.changed if was_file else found.added).append(path)
            elif was_file:
                found.removed.append(path)
        return found

    def hidden(self) -> list[int]:
        """Hidden bytes by layer. Content with several names is shown as long as one of them is."""
        return [
            sum(layer.entries[path].stored for path in self.unseen(number))
            for number, layer in enumerate(self.layers)
        ]

    def unseen(self, number: int) -> set[str]:
        """The names of a layer's files that the image does not show, less those that it shows under another."""
        shown, layer = self.shown.values, self.layers[number]
        unseen, linked = set(), set()
        for path, entry in layer.entries.items():
            if entry.kind == FILE:
                one = shown.get(path)
                if one is None or one.layer != number or one.entry is not entry:
                    unseen.add(path)
                elif entry.link:
                    linked.add(entry.link)
        return unseen - linked

    def _make_way(self, folder: str, before: dict[str, Shown | None], clear: set[str]) -> None:
        """Make `folder` and all it lies in folders; `clear` are those known to be."""
        while folder not in clear:
            clear.add(folder)
            was = self.shown.values.get(folder)
            if was is None or was.entry.kind != FOLDER:
                before.setdefault(folder, was)
                self.shown.put(folder, Shown(len(self.layers) - 1, MADE))
            folder = folder.rpartition("/")[0]


def _is_file(shown: Shown | None) -> bool:
    return shown is not None and shown.entry.kind != FOLDER
