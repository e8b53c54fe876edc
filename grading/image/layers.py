"""What a layer holds, read from its own folder or from its tar. Nothing is extracted, no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from typing import IO

from django.utils.translation import gettext_noop as _

from grading.faults import LimitReached
from grading.image import tar
from grading.tree import packages
from grading.tree.layer import DEVICE, FILE, FOLDER, PIPE, SYMLINK, Entry, LayerFiles

MAX_ENTRIES = 500_000
MAX_NAMES = 24 << 20  # characters of all paths
MAX_READ = 64 << 20  # bytes of all files that are looked into
MAX_DEPTH = 200
MAX_PATH = 8192
NOBODY = 65534  # who owns what belongs to no user of the daemon

_WHITEOUT = ".wh."
_OPAQUE = ".wh..wh..opq"
_OWN_MARKS = ".wh..wh."

Pause = Callable[[], None]


class Budget:
    """How much may be read in all; `pause` is called now and then and may raise to stop the reading."""

    def __init__(self, pause: Pause = lambda: None, entries: int = MAX_ENTRIES) -> None:
        self.entries, self.left, self.pause = entries, entries, pause
        self.names_left, self.bytes_left = MAX_NAMES, MAX_READ

    def spend(self, path: str) -> None:
        """One more path. Raises LimitReached when it is one too many."""
        self.left -= 1
        if self.left < 0:
            raise LimitReached(
                _("The image holds more than %(entries)d files."), limit="disk", entries=self.entries
            )
        if self.left % 1000 == 0:
            self.pause()
        self.name(path)

    def name(self, text: str) -> None:
        """One more text to be kept: a path, or where a link leads to."""
        self.names_left -= len(text)
        if self.names_left < 0:
            raise LimitReached(
                _("The names of the image's files are longer than %(names)d characters in all."),
                limit="disk",
                names=MAX_NAMES,
            )

    def wanted(self, path: str, size: int) -> int:
        """How many bytes of a file are to be read; none when too many were."""
        most = min(packages.bytes_wanted(path), size, self.bytes_left)
        self.bytes_left -= most
        return most


def from_folder(folder: int, budget: Budget, root: int = 0) -> LayerFiles:
    """Read an unpacked layer (as overlay file systems keep it) from the open directory `folder`.

    Goes from directory to directory by descriptor, so that no name in the layer can lead out of it. `root` is the
    host's number of the layer's root user and group.
    """
    walk = _Walk(budget, root)
    walk.folder(folder, "", 0)
    return walk.found


class _Walk:
    """Takes entries in the order of a layer's tar: sorted, a directory before what is in it."""

    def __init__(self, budget: Budget, root: int) -> None:
        self.budget, self.root = budget, root
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
                self.budget.spend(prefix + entry.name)
                entries.append((entry.name, entry.stat(follow_symlinks=False)))
        for name, status in sorted(entries, key=_name):
            self.take(folder, name, prefix + name, status)
            if stat.S_ISDIR(status.st_mode):
                child = open_folder(name, folder)
                try:
                    self.folder(child, f"{prefix}{name}/", depth + 1)
                finally:
                    os.close(child)

    def take(self, folder: int, name: str, path: str, status: os.stat_result) -> None:
        kind, size, link = _KINDS.get(stat.S_IFMT(status.st_mode)), 0, ""
        if kind == DEVICE and status.st_rdev == 0:
            self.found.removed.append(path)  # overlay's mark of a removed file is a device 0:0
            return
        if kind is None:  # a socket, which Docker leaves out of a layer's tar
            return
        if kind == FILE:
            size, link = status.st_size, self.first_name(path, status)
            wanted = self.budget.wanted(path, size)
            if wanted:
                self.found.packages[path] = packages.listed(path, beginning(folder, name, wanted))
        elif kind == SYMLINK:
            link = os.readlink(name, dir_fd=folder)
            self.budget.name(link)
        self.found.entries[path] = Entry(
            kind,
            size,
            stat.S_IMODE(status.st_mode),
            self.owner(status.st_uid),
            self.owner(status.st_gid),
            link,
        )

    def first_name(self, path: str, status: os.stat_result) -> str:
        """The content of a file goes with the first of its names; "" for that itself."""
        if status.st_nlink == 1:
            return ""
        first = self.first_names.setdefault((status.st_dev, status.st_ino), path)
        return "" if first == path else first

    def owner(self, number: int) -> int:
        return number - self.root if number >= self.root else NOBODY


_KINDS = {
    stat.S_IFREG: FILE,
    stat.S_IFDIR: FOLDER,
    stat.S_IFLNK: SYMLINK,
    stat.S_IFCHR: DEVICE,
    stat.S_IFBLK: DEVICE,
    stat.S_IFIFO: PIPE,
}


def beginning(folder: int, name: str, size: int) -> bytes:
    """The first bytes of a regular file; nothing of what has become something else."""
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(size) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""


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

    def wanted(member: tar.Member) -> int:
        return budget.wanted(inside(member.name), member.size) if member.kind == tar.FILE else 0

    for member in tar.members(stream, wanted=wanted):
        path = inside(member.name)
        budget.spend(path)
        budget.name(member.link)
        folder, _, name = path.rpartition("/")
        if name == _OPAQUE:
            found.opaque.append(folder)
        elif name.startswith(_OWN_MARKS):
            continue
        elif name.startswith(_WHITEOUT):
            found.removed.append(f"{folder}/{name[len(_WHITEOUT) :]}".lstrip("/"))
        elif path:
            found.entries[path] = _entry(member, found)
            found.packages.pop(path, None)
            if member.data:
                found.packages[path] = packages.listed(path, member.data)
    return found


_KINDS_IN_TAR = {
    tar.FOLDER: FOLDER,
    tar.SYMLINK: SYMLINK,
    tar.CHARACTER_DEVICE: DEVICE,
    tar.BLOCK_DEVICE: DEVICE,
    tar.PIPE: PIPE,
}


def _entry(member: tar.Member, above: LayerFiles) -> Entry:
    """A hard link is as long as the file above it in the tar that it names."""
    kind, size, link = _KINDS_IN_TAR.get(member.kind, FILE), member.size, ""
    if member.kind == tar.LINK:
        link = inside(member.link)
        first = above.entries.get(link)
        size = first.size if first is not None else 0
    elif kind == SYMLINK:
        link = member.link
    return Entry(kind, size, member.mode, member.uid, member.gid, link)


def inside(name: str) -> str:
    """A name in a tar as a path relative to the image's root, and below it."""
    if len(name) > MAX_PATH or name.count("/") > MAX_DEPTH:
        raise LimitReached(
            _("The image has folders nested deeper than %(depth)d."), limit="disk", depth=MAX_DEPTH
        )
    return os.path.normpath("/" + name).lstrip("/")
