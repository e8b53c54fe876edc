"""Files with what they cost, summed up by folder: plain data."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from grading.tree.layer import FOLDER

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
MOST = 0.8  # of a folder's bytes: when one folder in it holds so much, that one is named in its place


class Item(NamedTuple):
    """One path. `size` are the bytes that are seen in the image, `hidden` those that are stored and not seen, `before`
    those that stood there before. `layer` is the index of the one that its bytes come from, None when it has none.
    """

    kind: str
    size: int = 0
    hidden: int = 0
    before: int = 0
    sign: str = ""  # added, changed, removed, or nothing of it
    layer: int | None = None


@dataclass(slots=True)
class Below:
    """All that lies below a folder, added up; `layers` are the bytes by the layer that they come from."""

    size: int = 0
    hidden: int = 0
    before: int = 0
    files: int = 0
    signs: dict[str, int] = field(default_factory=dict)
    layers: dict[int, int] = field(default_factory=dict)

    def add(self, item: Item) -> None:
        self.size += item.size
        self.hidden += item.hidden
        self.before += item.before
        self.files += 1
        self.signs[item.sign] = self.signs.get(item.sign, 0) + 1
        if item.layer is not None:
            self.layers[item.layer] = self.layers.get(item.layer, 0) + item.size + item.hidden

    def join(self, other: Below) -> None:
        self.size += other.size
        self.hidden += other.hidden
        self.before += other.before
        self.files += other.files
        for sign, count in other.signs.items():
            self.signs[sign] = self.signs.get(sign, 0) + count
        for layer, size in other.layers.items():
            self.layers[layer] = self.layers.get(layer, 0) + size

    @property
    def stored(self) -> int:
        """The bytes that it costs, seen or not."""
        return self.size + self.hidden

    @property
    def sign(self) -> str:
        """That of all its files; changed, when they have several."""
        return next(iter(self.signs), "") if len(self.signs) < 2 else CHANGED


@dataclass(frozen=True, slots=True)
class Row:
    """A file or folder as it is listed; see Item. `layer` of a folder is the one that most of its bytes come from."""

    path: str
    is_folder: bool
    kind: str
    size: int
    hidden: int
    before: int
    sign: str
    layer: int | None
    files: int

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def stored(self) -> int:
        """The bytes that it costs, seen or not."""
        return self.size + self.hidden

    @property
    def growth(self) -> int:
        return self.size - self.before


class Listing:
    """Paths from the image's root, without a slash at either end; the root is ""."""

    def __init__(self, items: Iterable[tuple[str, Item]]) -> None:
        """A removed file may have had the path that a folder has now."""
        self.files: dict[str, Item] = {}
        self._below: dict[str, Below] = {"": Below()}
        self._files_in: dict[str, list[str]] = defaultdict(list)
        self._folders_in: dict[str, list[str]] = defaultdict(list)
        for path, item in items:
            if item.kind == FOLDER:
                self._folder(path)
            else:
                folder = path.rpartition("/")[0]
                self.files[path] = item
                self._files_in[folder].append(path)
                self._folder(folder).add(item)
        for path in sorted(self._below, key=lambda one: one.count("/"), reverse=True):
            if path:
                self._below[path.rpartition("/")[0]].join(self._below[path])

    def below(self, folder: str) -> Below | None:
        """What lies below a folder; None when there is no such folder."""
        return self._below.get(folder)

    @property
    def total(self) -> Below:
        return self._below[""]

    def rows(self, folder: str) -> list[Row]:
        """What lies in a folder, what costs most first; nothing when there is no such folder."""
        folders = map(self._folder_row, self._folders_in.get(folder, ()))
        return sorted([*folders, *map(self._file_row, self._files_in.get(folder, ()))], key=_most_first)

    def found(self, text: str) -> list[Row]:
        """The files and folders with `text` in their name, or in their path if it has a slash; in any case."""
        wanted = text.casefold()

        def matches(path: str) -> bool:
            return wanted in (f"/{path}" if "/" in wanted else path.rpartition("/")[2]).casefold()

        folders = map(self._folder_row, filter(matches, filter(None, self._below)))
        return sorted([*folders, *map(self._file_row, filter(matches, self.files))], key=_most_first)

    def largest_files(self, count: int) -> list[Row]:
        """Those that cost most; not those that cost nothing."""
        costs = ((item.size + item.hidden, path) for path, item in self.files.items())
        return [self._file_row(path) for size, path in heapq.nlargest(count, costs) if size]

    def moved(self, matches: Callable[[Item], bool]) -> list[Row]:
        """The files that match, those first that grew or shrank most."""
        rows = [self._file_row(path) for path, item in self.files.items() if matches(item)]
        return sorted(rows, key=lambda row: (-abs(row.growth), row.path))

    def largest_folders(self, count: int) -> list[Row]:
        """The deepest that hold most: a folder gives way to one in it that holds nearly all of it; never the root."""
        heaviest: dict[str, int] = defaultdict(int)  # of the folders in a folder, the bytes of the heaviest
        for path, below in self._below.items():
            folder = path.rpartition("/")[0]
            if path:
                heaviest[folder] = max(heaviest[folder], below.stored)
        rows = (self._folder_row(path) for path in self._below if path)
        kept = (row for row in rows if row.stored and heaviest[row.path] < MOST * row.stored)
        return heapq.nlargest(count, kept, key=lambda row: row.stored)

    def _folder(self, path: str) -> Below:
        """The folder's sum, made with those of all that it lies in where they are not there yet."""
        at = path
        while at not in self._below:
            self._below[at] = Below()
            inner, at = at, at.rpartition("/")[0]
            self._folders_in[at].append(inner)
        return self._below[path]

    def _file_row(self, path: str) -> Row:
        item = self.files[path]
        return Row(path, False, item.kind, item.size, item.hidden, item.before, item.sign, item.layer, 1)

    def _folder_row(self, path: str) -> Row:
        below = self._below[path]
        layer = max(below.layers, key=lambda one: (below.layers[one], one), default=None)
        return Row(path, True, FOLDER, below.size, below.hidden, below.before, below.sign, layer, below.files)


def _most_first(row: Row) -> tuple[int, int, str]:
    return -row.stored, -row.before, row.path
