"""What a layer holds, read from its own folder or from its tar. Nothing is extracted, no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from django.utils.translation import gettext_noop as _

from grading.faults import LimitReached
from grading.image import tar

MAX_ENTRIES = 500_000
MAX_DEPTH = 200
MAX_PATH = 8192
MAX_NAMES = (
    64 << 20
)  # characters of all paths together: a folder may make those in it as long as 200 names of 255

_WHITEOUT = ".wh."
_OPAQUE = ".wh..wh..opq"
_OWN_MARKS = ".wh..wh."

Pause = Callable[[], None]


@dataclass(slots=True)
class LayerFiles:
    """Paths relative to the image's root. A size is what the layer's tar says: 0 for links and second hard
    links, whose first name is in `links`.

    `removed` are the paths that whiteouts take away, `opaque` the folders through which nothing shows from below.
    """

    files: dict[str, int] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    opaque: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(self.files.values())


class Budget:
    """How many entries, and paths of which length, may be read in all; `pause` is called now and then and may
    raise to stop the reading.
    """

    def __init__(self, pause: Pause = lambda: None, entries: int = MAX_ENTRIES) -> None:
        self.entries, self.left, self.pause = entries, entries, pause
        self.names_left = MAX_NAMES

    def spend(self, length: int = 0) -> None:
        """One more entry, whose path has `length` characters."""
        self.left -= 1
        self.names_left -= length
        if self.names_left < 0:
            raise LimitReached(
                _("The paths of the image's files have more than %(most)d characters in all."),
                limit="disk",
                most=MAX_NAMES,
            )
        if self.left < 0:
            raise LimitReached(
                _("The image holds more than %(entries)d files."), limit="disk", entries=self.entries
            )
        if self.left % 1000 == 0:
            self.pause()


def from_folder(folder: int, budget: Budget) -> LayerFiles:
    """Read an unpacked layer (as overlay file systems keep it) from the open directory `folder`.

    Goes from directory to directory by descriptor, so that no name in the layer can lead out of it.
    """
    walk = _Walk(budget)
    walk.folder(folder, "", 0)
    return walk.found


class _Walk:
    """Takes entries in the order of a layer's tar: sorted, a directory before what is in it."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.found = LayerFiles()
        self.first_names: dict[tuple[int, int], str] = {}

    def folder(self, folder: int, prefix: str, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise LimitReached(
                _("The image has folders nested deeper than %(depth)d."), limit="disk", depth=MAX_DEPTH
            )
        if prefix and _is_opaque(folder):
            self.found.opaque.append(prefix.rstrip("/"))
        entries = []
        with os.scandir(folder) as listed:
            for entry in listed:
                self.budget.spend(len(prefix) + len(entry.name))
                entries.append((entry.name, entry.stat(follow_symlinks=False)))
        for name, status in sorted(entries, key=_name):
            if stat.S_ISDIR(status.st_mode):
                self.found.folders.append(prefix + name)
                child = open_folder(name, folder)
                try:
                    self.folder(child, f"{prefix}{name}/", depth + 1)
                finally:
                    os.close(child)
            elif stat.S_ISCHR(status.st_mode) and status.st_rdev == 0:
                self.found.removed.append(prefix + name)  # overlay's mark of a removed file is a device 0:0
            else:
                self.found.files[prefix + name] = self.size(prefix + name, status)

    def size(self, path: str, status: os.stat_result) -> int:
        """What the tar says of a file: the content goes with the first of its names."""
        if not stat.S_ISREG(status.st_mode):
            return 0
        if status.st_nlink == 1:
            return status.st_size
        first = self.first_names.setdefault((status.st_dev, status.st_ino), path)
        if first == path:
            return status.st_size
        self.found.links[path] = first
        return 0


def _is_opaque(folder: int) -> bool:
    """Whether an overlay file system shows nothing of this folder from below it."""
    return any(_attribute(folder, name) == b"y" for name in ("user.overlay.opaque", "trusted.overlay.opaque"))


def _attribute(file: int, name: str) -> bytes:
    try:
        return os.getxattr(file, name)
    except OSError:
        return b""


def _name(entry: tuple[str, os.stat_result]) -> str:
    return entry[0]


def open_folder(name: str | os.PathLike[str], parent: int | None = None) -> int:
    """A descriptor of a real directory; OSError when it is a link or anything else. The caller closes it."""
    return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent)


def from_tar(stream: IO[bytes], budget: Budget) -> LayerFiles:
    """Read a layer's tar (not compressed) from a stream. Raises TarError."""
    found = LayerFiles()
    for member in tar.members(stream):
        budget.spend(len(member.name) + len(member.link))
        path = _inside(member.name)
        folder, _, name = path.rpartition("/")
        if name == _OPAQUE:
            found.opaque.append(folder)
        elif name.startswith(_OWN_MARKS):
            continue
        elif name.startswith(_WHITEOUT):
            found.removed.append(f"{folder}/{name[len(_WHITEOUT) :]}".lstrip("/"))
        elif member.kind == tar.FOLDER:
            found.folders += [path] if path else []
        elif path:
            found.files[path] = member.size
            if member.kind == tar.LINK:
                found.links[path] = _inside(member.link)
    return found


def _inside(name: str) -> str:
    """A name in a tar as a path relative to the image's root, and below it."""
    if len(name) > MAX_PATH or name.count("/") > MAX_DEPTH:
        raise LimitReached(
            _("The image has folders nested deeper than %(depth)d."), limit="disk", depth=MAX_DEPTH
        )
    return os.path.normpath("/" + name).lstrip("/")
