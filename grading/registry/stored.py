"""What was pushed to a daemon's registry, read beside it from the files it keeps.

The folder is the attacker's: each step into it goes through a descriptor and follows no link, what is read is bounded
in size and number, and a manifest that does not hash to its digest is not there.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grading.faults import LearnerFault
from grading.image.layers import open_folder
from grading.references import parse_reference
from grading.registry import ADDRESS

ROOT = ("registry", "docker", "registry", "v2")
MAX_ENTRIES = 5000  # looked at; twenty commands push at most twenty images of few layers
MAX_DEPTH = 10  # of a repository's name
MAX_TAGS = 100
MAX_MANIFEST = 4 << 20  # the registry's own limit

_DIGEST = re.compile(rb"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pushed:
    """One tag of a repository (without the registry's address), and the digest of the manifest behind it."""

    repository: str
    tag: str
    digest: str


def pushed(data_root: Path) -> tuple[Pushed, ...]:
    """The tags in the registry of this data root, by name; those beyond MAX_TAGS are left out."""
    try:
        with _folder(ROOT, data_root) as root:
            return tuple(sorted(_read(root), key=lambda one: (one.repository, one.tag)))
    except OSError:  # nothing was pushed, or something else lies there
        return ()


def _read(root: int) -> Iterator[Pushed]:
    left = [MAX_ENTRIES]
    found = 0
    for names in _repositories(root, ("repositories",), left):
        for tag in _names(root, (*names, "_manifests", "tags"), left):
            digest = _DIGEST.fullmatch(
                _file(root, (*names, "_manifests", "tags", tag, "current"), "link", 100)
            )
            repository = "/".join(names[1:])
            if digest is None or not _is_name(repository, tag) or not _is_whole(root, digest[1].decode()):
                continue
            yield Pushed(repository, tag, digest[0].decode())
            found += 1
            if found == MAX_TAGS:
                return


def _repositories(root: int, names: tuple[str, ...], left: list[int]) -> Iterator[tuple[str, ...]]:
    """The paths of the folders that hold a repository's manifests."""
    below = _names(root, names, left)
    if "_manifests" in below:
        yield names
    if len(names) <= MAX_DEPTH:
        for name in below:
            if not name.startswith("_"):
                yield from _repositories(root, (*names, name), left)


def _names(root: int, folders: Sequence[str], left: list[int]) -> list[str]:
    """What a folder holds, as many as are `left` to be looked at; [] when it is none."""
    try:
        with _folder(folders, root) as folder, os.scandir(folder) as entries:
            found = []
            for entry in entries:
                left[0] -= 1
                if left[0] < 0:
                    break
                found.append(entry.name)
            return sorted(found)
    except OSError:
        return []


def _is_name(repository: str, tag: str) -> bool:
    try:
        return parse_reference(f"{ADDRESS}/{repository}:{tag}").tag == tag
    except LearnerFault:
        return False


def _is_whole(root: int, digest: str) -> bool:
    data = _file(root, ("blobs", "sha256", digest[:2], digest), "data", MAX_MANIFEST)
    return hashlib.sha256(data).hexdigest() == digest


def _file(root: int, folders: Sequence[str], name: str, most: int) -> bytes:
    """A file of at most so many bytes; b"" when there is none such."""
    try:
        with _folder(folders, root) as folder:
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
            with os.fdopen(os.open(name, flags, dir_fd=folder), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    return b""
                data = file.read(most + 1)
    except OSError:
        return b""
    return data if len(data) <= most else b""


@contextmanager
def _folder(names: Sequence[str], parent: int | Path) -> Iterator[int]:
    """A descriptor of the folder reached by these names, one after the other. Raises OSError."""
    descriptor = os.dup(parent) if isinstance(parent, int) else open_folder(parent)
    try:
        for name in names:
            child = open_folder(name, descriptor)
            os.close(descriptor)
            descriptor = child
        yield descriptor
    finally:
        os.close(descriptor)
