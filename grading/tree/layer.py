"""What one layer of an image holds, path by path: plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# Kinds of entries. A hard link is a file whose `link` names the first one.
FILE, FOLDER, SYMLINK, DEVICE, PIPE = "file", "folder", "symlink", "device", "pipe"

SETUID, SETGID = 0o4000, 0o2000


class Entry(NamedTuple):
    """One path as a layer's tar has it: `mode` are the lowest 12 bits, `size` is a file's length in bytes.

    `link` is a symbolic link's target as written, or of a second hard link the path of the first in the same layer.
    """

    kind: str
    size: int = 0
    mode: int = 0o644
    uid: int = 0
    gid: int = 0
    link: str = ""

    @property
    def stored(self) -> int:
        """The bytes that it adds to its layer: a hard link's are those of its first name."""
        return self.size if self.kind == FILE and not self.link else 0


class Package(NamedTuple):
    """An installed package; `manager` is dpkg, apk, pip or npm."""

    manager: str
    name: str
    version: str


@dataclass
class LayerFiles:
    """Paths are relative to the image's root, without a slash at either end; bytes that are not UTF-8 as surrogates.

    `entries` are in the order of the layer's tar. `removed` are the paths that whiteouts take away, `opaque` the
    folders through which nothing shows from below. `packages` are those that a database of a package manager in this
    layer lists, by the database's path.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    opaque: list[str] = field(default_factory=list)
    packages: dict[str, Sequence[Package]] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, int]:
        """The bytes stored of each path that is no folder."""
        return {path: one.stored for path, one in self.entries.items() if one.kind != FOLDER}

    @property
    def folders(self) -> list[str]:
        return [path for path, one in self.entries.items() if one.kind == FOLDER]

    @property
    def size(self) -> int:
        """As dive counts: the sizes in its tar added up."""
        return sum(one.stored for one in self.entries.values())


def readable(path: str) -> str:
    """A path from the image's root as text that can be stored and shown: bytes that are not UTF-8 as `\\xff`."""
    text = f"/{path.lstrip('/')}".encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return text.replace("\0", "\\x00")
