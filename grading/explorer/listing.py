"""Files with what they cost, summed up by folder: plain data."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from grading.explorer.costs import Below, Item, Row
from grading.tree.layer import FOLDER

MOST = 0.8  # of a folder's bytes: when one folder in it holds so much, that one is named in its place


class Listing:
    """Paths from the image's root, without a slash at either end; the root is ""."""

    def __init__(self, files: Iterable[tuple[str, Item]], folders: Iterable[str] = ()) -> None:
        """A removed file may have had the path that a folder has now."""
        self._files_in: dict[str, list[tuple[str, Item]]] = {}
        self._below: dict[str, Below] = {"": Below()}
        self._folders_in: dict[str, list[str]] = defaultdict(list)
        files_in = self._files_in
        for pair in files:
            folder = pair[0].rpartition("/")[0]
            if folder in files_in:
                files_in[folder].append(pair)
            else:
                files_in[folder] = [pair]
        for folder, pairs in files_in.items():
            self._folder(folder).add([item for _, item in pairs])
        for folder in folders:
            self._folder(folder)
        for path in sorted(self._below, key=lambda one: one.count("/"), reverse=True):
            if path:
                self._below[path.rpartition("/")[0]].join(self._below[path])

    def files(self) -> Iterator[tuple[str, Item]]:
        for pairs in self._files_in.values():
            yield from pairs

    def below(self, folder: str) -> Below | None:
        """What lies below a folder; None when there is no such folder."""
        return self._below.get(folder)

    @property
    def total(self) -> Below:
        return self._below[""]

    def rows(self, folder: str) -> list[Row]:
        """What lies in a folder, what costs most first; nothing when there is no such folder."""
        folders = map(self._folder_row, self._folders_in.get(folder, ()))
        return sorted([*folders, *map(_file_row, self._files_in.get(folder, ()))], key=_most_first)

    def found(self, text: str) -> list[Row]:
        """The files and folders with `text` in their name, or in their path if it has a slash; in any case."""
        wanted = text.casefold()

        def matches(path: str) -> bool:
            return wanted in (f"/{path}" if "/" in wanted else path.rpartition("/")[2]).casefold()

        folders = map(self._folder_row, filter(matches, filter(None, self._below)))
        files = (_file_row(pair) for pair in self.files() if matches(pair[0]))
        return sorted([*folders, *files], key=_most_first)

    def largest_files(self, count: int) -> list[Row]:
        """Those that cost most; not those that cost nothing."""
        costs = ((item.size + item.hidden, path, item) for path, item in self.files())
        return [_file_row((path, item)) for size, path, item in heapq.nlargest(count, costs) if size]

    def moved(self, matches: Callable[[Item], bool]) -> list[Row]:
        """The files that match, those first that grew or shrank most."""
        rows = [_file_row(pair) for pair in self.files() if matches(pair[1])]
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

    def _folder_row(self, path: str) -> Row:
        below = self._below[path]
        layer = max(below.layers, key=lambda one: (below.layers[one], one), default=None)
        return Row(path, True, FOLDER, below.size, below.hidden, below.before, below.sign, layer, below.files)


def _file_row(pair: tuple[str, Item]) -> Row:
    path, (kind, size, hidden, before, sign, layer) = pair
    return Row(path, False, kind, size, hidden, before, sign, layer, 1)


def _most_first(row: Row) -> tuple[int, int, str]:
    return -row.stored, -row.before, row.path
