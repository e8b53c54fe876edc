"""Where the bytes are: the folders that hold most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

MAX_FOLDERS = 5
BIG = 0.1  # of all bytes: what is less is not worth a word
MOST = 0.8  # of a folder's bytes: when folders in it hold so much, they are named in its place


def sums(sizes: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The bytes below each folder (the root's is ""), from the bytes of each path."""
    own: dict[str, int] = defaultdict(int)
    for path, size in sizes:
        if size:
            own[path.rpartition("/")[0]] += size
    found: dict[str, int] = defaultdict(int)
    for folder, size in own.items():
        while folder:
            found[folder] += size
            folder = folder.rpartition("/")[0]
        found[""] += size
    return dict(found)


def heaviest(bytes_below: Mapping[str, int]) -> list[tuple[str, int]]:
    """The deepest folders that hold most of the bytes, the most first; never the root.

    A folder counts when it holds at least a tenth of all; it gives way to those in it that hold most of it.
    """
    least = BIG * bytes_below.get("", 0)
    big = [folder for folder, size in bytes_below.items() if size >= least and size]
    inside: dict[str, list[str]] = defaultdict(list)
    for folder in big:
        if folder:
            inside[folder.rpartition("/")[0]].append(folder)
    found = ((folder, bytes_below[folder]) for folder in _deepest("", inside, bytes_below) if folder)
    return sorted(found, key=lambda one: (-one[1], one[0]))[:MAX_FOLDERS]


def _deepest(folder: str, inside: Mapping[str, list[str]], bytes_below: Mapping[str, int]) -> Iterator[str]:
    children = inside.get(folder, [])
    held = sum(bytes_below[child] for child in children)
    if not folder or (children and held >= MOST * bytes_below[folder]):
        for child in children:
            yield from _deepest(child, inside, bytes_below)
    else:
        yield folder
