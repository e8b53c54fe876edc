"""An image's files: what each layer does, and what the finished image shows. Plain data, nothing here needs Docker.

A `Tree` is made of its layers alone (`grading.tree.layer.LayerFiles`); all else is worked out from them when it is
asked for. It is stored beside a submission (`grading.tree.stored`), so that later questions need no build.

    tree.find("/usr/local/bin/python")   # the node there, links followed within the image; None when there is none
    tree.find("/bin/sh", follow=False)   # the link itself
    tree.children("/etc")                # what lies in a folder
    tree.below("/var/cache")             # all that lies below it
    tree.changes(2).removed              # the files that layer 2 (index from 0) takes away
    tree.setuid(), tree.largest_files(), tree.largest_folders(), tree.packages

Paths begin at the image's root with a slash. They may hold anything that a name may: `readable` makes them fit to show.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from grading.tree import folders, stored
from grading.tree.final import MADE, Changes, Final, Replaced, Shown
from grading.tree.layer import (
    DEVICE,
    FILE,
    FOLDER,
    PIPE,
    SETGID,
    SETUID,
    SYMLINK,
    Entry,
    LayerFiles,
    Package,
    readable,
)
from grading.tree.packages import Installed, installed

__all__ = [
    "DEVICE", "FILE", "FOLDER", "PIPE", "SYMLINK",
    "Changes", "Entry", "Installed", "LayerFiles", "Node", "Package", "Tree", "readable",
]  # fmt: skip

MAX_LINKS = 40  # followed for one path, as the kernel does
LARGEST = 20


class Node(NamedTuple):
    """A path of the finished image: "/etc/passwd". `layer` is the index of the layer that it comes from.

    `kind` is "file", "folder", "symlink", "device" or "pipe"; `size` a file's length in bytes; `mode` the lowest
    12 bits, as in 0o4755; `link` a symbolic link's target as written, or the first name of a file with several, in
    the same layer and without a slash before it.
    """

    path: str
    layer: int
    kind: str
    size: int
    mode: int
    uid: int
    gid: int
    link: str


@dataclass
class Tree:
    """All files of an image, by layer from the lowest."""

    layers: tuple[LayerFiles, ...]

    def packed(self) -> bytes:
        """The form in which it is kept and sent: some 8 bytes a file."""
        return stored.join(map(stored.pack, self.layers))

    @classmethod
    def unpacked(cls, data: bytes) -> Tree:
        """What `packed` made. Raises ValueError for anything else."""
        return cls(tuple(map(stored.unpack, stored.split(data))))

    def find(self, path: str, follow: bool = True) -> Node | None:
        """What is at `path` in the finished image; None when nothing is, or links lead nowhere or round in circles.

        Symbolic links on the way are followed within the image, and nothing leads out of it; one at the end
        of the way only with `follow`.
        """
        waiting, at, links = path.split("/")[::-1], list[str](), 0
        while waiting:
            name = waiting.pop()
            if name == "..":
                at = at[:-1]
            if name in ("", ".", ".."):
                continue
            here = "/".join((*at, name))
            found = self._final.at(here)
            if found is None:
                return None
            if found.entry.kind == SYMLINK and (follow or waiting):
                links += 1
                if links > MAX_LINKS:
                    return None
                at = [] if found.entry.link.startswith("/") else at
                waiting += found.entry.link.split("/")[::-1]
            elif waiting and found.entry.kind != FOLDER:
                return None
            else:
                at.append(name)
        return self._node("/".join(at))

    def children(self, folder: str) -> list[Node]:
        """What lies in a folder, by name; links to it are followed. Nothing when it is none."""
        paths = self._below(folder)
        depth = min((path.count("/") for path in paths), default=0)
        return [self._node(path) for path in paths if path.count("/") == depth]

    def below(self, folder: str = "/") -> Iterator[Node]:
        """All that lies below a folder, by path; links to it are followed, links below it are not."""
        yield from map(self._node, self._below(folder))

    def changes(self, layer: int) -> Changes:
        """What the layer with this index does to those below it: paths of what is no folder, with their slash."""
        return self._changes[layer]

    def setuid(self) -> list[Node]:
        """The files that run with their owner's or group's rights, whoever starts them."""
        return [node for node in self.below() if node.kind == FILE and node.mode & (SETUID | SETGID)]

    def largest_files(self, count: int = LARGEST) -> list[Node]:
        """The most bytes first; one file with several names counts once."""
        own = ((entry.stored, path) for path, entry, _ in self._final.files())
        return [self._node(path) for size, path in heapq.nlargest(count, own) if size]

    def largest_folders(self, count: int = LARGEST) -> list[tuple[str, int]]:
        """Folders with the bytes of all that lies below them, the most first; not the root."""
        found = heapq.nlargest(count + 1, ((size, path) for path, size in self._bytes_below.items()))
        return [(f"/{path}", size) for size, path in found if path][:count]

    def bytes_below(self, folder: str) -> int:
        """The bytes of all files below a folder; hard links count once."""
        at = self.find(folder)
        return self._bytes_below.get(at.path[1:], 0) if at else 0

    @cached_property
    def packages(self) -> tuple[Installed, ...]:
        """What package managers say is installed in the finished image, by manager and name."""
        return installed(self.layers, self._final.layer_of)

    def _below(self, folder: str) -> list[str]:
        at = self.find(folder)
        within = "" if at is None or at.path == "/" else f"{at.path[1:]}/"
        return sorted(path for path in self._final.shown if path.startswith(within)) if at else []

    @cached_property
    def _final(self) -> Final:
        return self._replayed[0]

    @cached_property
    def _changes(self) -> list[Changes]:
        return [
            Changes(*([f"/{path}" for path in sorted(paths)] for paths in changes))
            for changes in self._replayed[1]
        ]

    @cached_property
    def _replayed(self) -> tuple[Final, list[Replaced]]:
        final = Final()
        return final, [final.add(layer) for layer in self.layers]

    @cached_property
    def _bytes_below(self) -> dict[str, int]:
        return folders.sums((path, entry.stored) for path, entry, _ in self._final.files())

    def _node(self, path: str) -> Node:
        shown = self._final.at(path) or Shown(0, MADE)
        return Node(f"/{path}", shown.layer, *shown.entry)
