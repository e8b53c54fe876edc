"""Files with what they cost, summed up by folder: plain data."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable

from grading.explorer.costs import Below, Item, Row
from grading.tree.layer import FOLDER

MOST = 0.8  # of a folder's bytes: when one folder in it holds so much, that one is named in its place


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
