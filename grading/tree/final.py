"""What the finished image shows of what its layers carry; the rest is hidden: stored, and seen by nobody.

Hidden are files that a higher layer removed, wrote anew or covered with something else, and all that lay below a folder
that was removed, replaced or made opaque. Hidden bytes are the layers' sizes added up, less what is shown.

Layers hold tens of thousands of paths, so that they are put in place as a whole: a step a path is taken in C where that
can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from grading.tree.layer import FILE, FOLDER, Entry, LayerFiles
from grading.tree.paths import folders_of

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


class Replaced(NamedTuple):
    """The same, of what is changed or removed with what was shown there before."""

    added: list[str]
    changed: dict[str, Shown]
    removed: dict[str, Shown]


@dataclass
class Final:
    """The image as far as its layers are added, from the lowest. Sizes in bytes.

    Whatever the layers hold, what a path lies in is always a folder. `shown` are all paths with the number of their
    layer, or ~number for a folder that it does not list: see `at`. `gone` are by layer the files that it has and the
    image does not show (any more) under this name.
    """

    shown: dict[str, int] = field(default_factory=dict)
    layers: list[LayerFiles] = field(default_factory=list)
    gone: list[set[str]] = field(default_factory=list)

    def copy(self) -> Final:
        """One to go on from; this one stays as it is."""
        return Final(self.shown.copy(), self.layers.copy(), [paths.copy() for paths in self.gone])

    def add(self, layer: LayerFiles) -> Replaced:
        """Put one more layer on top."""
        self.layers.append(layer)
        self.gone.append(set())
        before = dict[str, Shown]()
        self._note(self._take(layer.removed, (*layer.removed, *layer.opaque)), before)
        folders = folders_of(layer.entries)
        if all(layer.entries.get(folder, MADE).kind == FOLDER for folder in folders):
            self._put(layer.entries, folders, before)
        else:  # a file with something in it, as no file system has it: what comes later takes the place
            for path, entry in layer.entries.items():
                self._put({path: entry}, folders_of([path]), before)
        return self._replaced(layer, before)

    def at(self, path: str) -> Shown | None:
        """What is shown at a path."""
        number = self.shown.get(path)
        if number is None:
            return None
        return Shown(number, self.layers[number].entries[path]) if number >= 0 else Shown(~number, MADE)

    def layer_of(self, path: str) -> int | None:
        shown = self.at(path)
        return shown.layer if shown else None

    def files(self) -> Iterator[tuple[str, Entry, int]]:
        """All that is no folder, each with the number of its layer."""
        shown = self.shown
        for number, layer in enumerate(self.layers):
            for path, entry in layer.entries.items():
                if entry.kind != FOLDER and shown.get(path) == number:
                    yield path, entry, number

    def folders(self) -> list[str]:
        return [
            path
            for path, number in self.shown.items()
            if number < 0 or self.layers[number].entries[path].kind == FOLDER
        ]

    def hidden(self) -> list[int]:
        """Hidden bytes by layer. Content with several names is shown as long as one of them is."""
        return [
            sum(layer.entries[path].stored for path in self.unseen(number))
            for number, layer in enumerate(self.layers)
        ]

    def unseen(self, number: int) -> set[str]:
        """The names of a layer's files that the image does not show, less those that it shows under another."""
        return self.gone[number] - self.links(number).keys()

    def links(self, number: int) -> dict[str, str]:
        """The first names of a layer's files that are gone, with another name under which the image shows the file."""
        gone = self.gone[number]
        entries = self.layers[number].entries.items() if gone else ()
        return {
            entry.link: path
            for path, entry in entries
            if entry.link in gone and entry.kind == FILE and path not in gone
        }

    def _put(self, entries: Mapping[str, Entry], folders: Set[str], before: dict[str, Shown]) -> None:
        """Put these in their places; `folders` are all that they lie in. What was there goes to `before`."""
        number = len(self.layers) - 1
        was = {path: one for path in entries if path in self.shown and (one := self.at(path))}
        was |= self._take((), {path for path, one in was.items() if entries[path].kind != FOLDER})
        for folder in folders - entries.keys():
            there = self.at(folder)
            if not _is_folder(there):
                self.shown[folder] = ~number
            if there is not None:
                was[folder] = there
        self.shown.update(dict.fromkeys(entries, number))
        self._note(was, before)

    def _take(self, paths: Iterable[str], folders: Iterable[str]) -> dict[str, Shown]:
        """Take these paths away, and all that lies below those of these folders that are some."""
        taken = [*paths, *self._below({path for path in folders if not path or _is_folder(self.at(path))})]
        found = {path: one for path in taken if (one := self.at(path))}
        for path in found:
            del self.shown[path]
        return found

    def _below(self, folders: set[str]) -> list[str]:
        """All that lies below one of these, found in one pass whatever their number."""
        inside = dict.fromkeys(folders, True)  # of a folder, whether what lies in it is below one of them
        inside.setdefault("", False)
        found = []
        for path in self.shown if folders else ():
            folder, climbed = path.rpartition("/")[0], []
            while folder not in inside:
                climbed.append(folder)
                folder = folder.rpartition("/")[0]
            if climbed:
                inside.update(dict.fromkeys(climbed, inside[folder]))
            if inside[folder]:
                found.append(path)
        return found

    def _note(self, was: Mapping[str, Shown], before: dict[str, Shown]) -> None:
        """Note what is not shown any more; of what was shown before this layer, in `before`."""
        number = len(self.layers) - 1
        for path, one in was.items():
            if one.entry.kind == FILE:
                self.gone[one.layer].add(path)
            if one.layer < number:
                before.setdefault(path, one)

    def _replaced(self, layer: LayerFiles, before: Mapping[str, Shown]) -> Replaced:
        changed, removed = dict[str, Shown](), dict[str, Shown]()
        for path, was in before.items():
            if was.entry.kind != FOLDER:
                now = self.at(path)
                (removed if now is None or _is_folder(now) else changed)[path] = was
        shown, number = self.shown, len(self.layers) - 1
        added = [
            path
            for path, entry in layer.entries.items()
            if entry.kind != FOLDER and path not in changed and shown.get(path) == number
        ]
        return Replaced(added, changed, removed)


def _is_folder(shown: Shown | None) -> bool:
    return shown is not None and shown.entry.kind == FOLDER
