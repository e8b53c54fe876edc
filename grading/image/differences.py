"""Which files of two images of one daemon differ, layer by layer.

Layers' own folders are compared where they lie: from directory to directory by descriptor, no link followed, file by
file until the first byte that differs.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from grading.facts import ImageFacts
from grading.faults import PlatformFault
from grading.image.layers import MAX_DEPTH, Budget, open_folder
from grading.image.store import Store, chain_ids
from grading.tree import readable

MAX_KEPT = 100
MAX_SHOWN = 1000  # characters of a path
CHUNK = 1 << 20

Ignore = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Difference:
    """A path from the image's root, as text, that is not the same in the layer of this index."""

    path: str
    layer: int


@dataclass(frozen=True, slots=True)
class Differences:
    """`count` of them in all; the first `MAX_KEPT` in the order of layers and names."""

    count: int
    found: tuple[Difference, ...]


def compare(
    data_root: Path, one: ImageFacts, other: ImageFacts, ignore: Ignore, times: bool, budget: Budget
) -> Differences:
    """Compare the layers of two images that have as many, each with that of the same index; a base's are the same.

    Files differ by kind, mode, owner, content or where a link leads, with `times` also by when they were changed.
    Paths that `ignore` knows do not count, nor what is in them. Raises PlatformFault when a layer cannot be read.
    """
    comparison = Comparison(ignore, times, budget)
    store = Store(data_root)
    chains = [chain_ids([layer.diff_id for layer in image.layers]) for image in (one, other)]
    for index, (left, right) in enumerate(zip(one.layers, other.layers, strict=True)):
        if left.base or left.diff_id == right.diff_id:
            continue
        with ExitStack() as stack:
            first, second = (stack.enter_context(store.layer_folder(chain[index])) for chain in chains)
            if first is None or second is None:
                raise PlatformFault("Layer %(index)d was not unpacked in the daemon.", index=index)
            comparison.layer = index
            try:
                comparison.folders(first, second)
            except OSError as error:
                raise PlatformFault(
                    "Layer %(index)d cannot be read: %(reason)s", index=index, reason=str(error.strerror)
                ) from error
    return Differences(comparison.count, tuple(comparison.found))


class Comparison:
    """Adds up what differs between pairs of folders, given as open descriptors."""

    def __init__(self, ignore: Ignore, times: bool, budget: Budget) -> None:
        self.ignore, self.times, self.budget = ignore, times, budget
        self.layer = 0
        self.count = 0
        self.found: list[Difference] = []

    def folders(self, one: int, other: int, prefix: str = "", depth: int = 0) -> None:
        left, right = self.entries(one), self.entries(other)
        for name in sorted(left.keys() | right.keys()):
            path = prefix + name
            if self.ignore(readable(path)):
                continue
            if name not in left or name not in right or not self.alike(left[name], right[name]):
                self.add(path)
            elif stat.S_ISREG(left[name].st_mode):
                if not self.same_bytes(name, one, other):
                    self.add(path)
            elif stat.S_ISLNK(left[name].st_mode):
                if os.readlink(name, dir_fd=one) != os.readlink(name, dir_fd=other):
                    self.add(path)
            elif stat.S_ISDIR(left[name].st_mode) and depth < MAX_DEPTH:
                with _opened(name, one) as first, _opened(name, other) as second:
                    self.folders(first, second, f"{path}/", depth + 1)

    def entries(self, folder: int) -> dict[str, os.stat_result]:
        found = {}
        with os.scandir(folder) as listed:
            for entry in listed:
                self.budget.spend(entry.name)
                found[entry.name] = entry.stat(follow_symlinks=False)
        return found

    def alike(self, left: os.stat_result, right: os.stat_result) -> bool:
        """By what the folder says of them. A folder changes its time with what is in it, so that never counts."""

        def said(status: os.stat_result) -> tuple[int, ...]:
            regular, folder = stat.S_ISREG(status.st_mode), stat.S_ISDIR(status.st_mode)
            return (
                status.st_mode, status.st_uid, status.st_gid, status.st_rdev,
                status.st_size if regular else 0,
                status.st_mtime_ns if self.times and not folder else 0,
            )  # fmt: skip

        return said(left) == said(right)

    def same_bytes(self, name: str, one: int, other: int) -> bool:
        with ExitStack() as stack:
            files = [stack.enter_context(os.fdopen(_open(name, parent), "rb", 0)) for parent in (one, other)]
            while True:
                self.budget.pause()
                left, right = (file.read(CHUNK) for file in files)
                if left != right:
                    return False
                if not left:
                    return True

    def add(self, path: str) -> None:
        self.count += 1
        if len(self.found) < MAX_KEPT:
            self.found.append(Difference(readable(path)[:MAX_SHOWN], self.layer))


@contextmanager
def _opened(name: str, parent: int) -> Iterator[int]:
    folder = open_folder(name, parent)
    try:
        yield folder
    finally:
        os.close(folder)


def _open(name: str, parent: int) -> int:
    """A descriptor of a regular file; OSError for anything that it became since it was looked at."""
    file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=parent)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError(0, "a file became something else while it was read")
    return file
