"""What a layer holds, read from its own folder or from its tar. Nothing is extracted, no link is followed."""

from __future__ import annotations

import os
import stat
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import IO

from grading.faults import LearnerFault, LimitReached

MAX_ENTRIES = 500_000
MAX_DEPTH = 200
MAX_PATH = 8192

_WHITEOUT = ".wh."
_OPAQUE = ".wh..wh."

Pause = Callable[[], None]


@dataclass(slots=True)
class LayerFiles:
    """Paths relative to the image's root. A size is what the layer's tar says: 0 for links and second hard
    links.
    """

    files: dict[str, int] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(self.files.values())


class Budget:
    """How many entries may be read in all; `pause` is called now and then and may raise to stop the
    reading.
    """

    def __init__(self, pause: Pause = lambda: None, entries: int = MAX_ENTRIES) -> None:
        self.entries, self.left, self.pause = entries, entries, pause

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise LimitReached(
                "The image holds more than %(entries)d files.", limit="disk", entries=self.entries
            )
        if self.left % 1000 == 0:
            self.pause()


def from_folder(folder: int, budget: Budget) -> LayerFiles:
    """Read an unpacked layer (as overlay file systems keep it) from the open directory `folder`.

    Goes from directory to directory by descriptor, so that no name in the layer can lead out of it.
    """
    found = LayerFiles()
    links: set[tuple[int, int]] = set()
    for path, entry in _walk(folder, "", 0, budget):
        if stat.S_ISREG(entry.st_mode):
            first = entry.st_nlink == 1 or (entry.st_dev, entry.st_ino) not in links
            if entry.st_nlink > 1:
                links.add((entry.st_dev, entry.st_ino))
            found.files[path] = entry.st_size if first else 0
        elif stat.S_ISCHR(entry.st_mode) and entry.st_rdev == 0:
            found.removed.append(path)  # overlay's mark of a removed file is a device 0:0
        elif not stat.S_ISDIR(entry.st_mode):
            found.files[path] = 0
    return found


def _walk(folder: int, prefix: str, depth: int, budget: Budget) -> Iterator[tuple[str, os.stat_result]]:
    """Entries below an open directory in the order of a layer's tar: sorted, a directory before what is in
    it.
    """
    if depth > MAX_DEPTH:
        raise LearnerFault(
            "The image has folders nested deeper than %(depth)d: %(path)s",
            depth=MAX_DEPTH,
            path=prefix[:100].encode("utf-8", "replace").decode(),
        )
    names = []
    with os.scandir(folder) as entries:
        for entry in entries:
            budget.spend()
            names.append((entry.name, entry.stat(follow_symlinks=False)))
    for name, status in sorted(names, key=lambda named: named[0]):
        path = prefix + name
        yield path, status
        if stat.S_ISDIR(status.st_mode):
            child = open_folder(name, folder)
            with closing(_Descriptor(child)):
                yield from _walk(child, path + "/", depth + 1, budget)


class _Descriptor:
    def __init__(self, number: int) -> None:
        self.number = number

    def close(self) -> None:
        os.close(self.number)


def open_folder(name: str | os.PathLike[str], parent: int | None = None) -> int:
    """A descriptor of a real directory; OSError when it is a link or anything else. The caller closes it."""
    return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent)


def from_tar(stream: IO[bytes], budget: Budget) -> LayerFiles:
    """Read a layer's tar (not compressed) from a stream, as far as it is well-formed; raises
    tarfile.TarError.
    """
    found = LayerFiles()
    with tarfile.open(fileobj=stream, mode="r|", errors="surrogateescape") as archive:
        for member in archive:
            budget.spend()
            path = os.path.normpath("/" + member.name[:MAX_PATH]).lstrip("/")
            folder, _, name = path.rpartition("/")
            if name.startswith(_OPAQUE):
                continue
            if name.startswith(_WHITEOUT):
                found.removed.append(f"{folder}/{name[len(_WHITEOUT) :]}".lstrip("/"))
            elif not member.isdir():
                found.files[path] = member.size if member.isreg() else 0
            archive.members = []  # type: ignore[misc]  # a stream is read once: do not keep what was seen
    return found
