"""The files of a saved image's archive, by name. Nothing is extracted."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from grading.image import tar
from grading.image.compression import UNREADABLE, uncompressed

MAX_FILES = 10_000
MAX_JSON = 8 << 20  # bytes
MAX_UNPACKED = 64 << 30  # bytes, of an archive that is compressed as a whole
CHUNK = 1 << 20
_DIGEST = re.compile(r"(?:sha256:|blobs/sha256/)?([0-9a-f]{64})(?:\.json)?")


class ArchiveError(ValueError):
    """This is no saved image, or a broken one; the text says what is wrong and where."""


class Archive:
    """An open archive: where each of its files lies."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.size = file.seek(0, os.SEEK_END)
        self.places: dict[str, tuple[int, int]] = {}
        self.links: dict[str, str] = {}
        file.seek(0)
        for count, member in enumerate(tar.members(file, seek=True)):
            if count >= MAX_FILES:
                raise ArchiveError(f"more than {MAX_FILES} files: a saved image has a few for each layer")
            name = os.path.normpath(member.name)
            if member.kind == tar.FILE:
                if member.offset + member.size > self.size:
                    raise ArchiveError(f"it ends in the middle of {name[:200]}")
                self.places[name] = (member.offset, member.size)
            elif member.kind in (tar.LINK, tar.SYMLINK):
                folder = os.path.dirname(name) if member.kind == tar.SYMLINK else ""
                self.links[name] = os.path.normpath(os.path.join(folder, member.link))

    def __contains__(self, name: str) -> bool:
        return self._resolved(name) in self.places

    def open(self, name: str) -> IO[bytes]:
        """One of the files. Raises ArchiveError when it is not there."""
        place = self.places.get(self._resolved(name))
        if place is None:
            raise ArchiveError(f"the file {name[:200]} is missing")
        offset, size = place
        return io.BufferedReader(_Slice(self.file, offset, size))

    def json(self, name: str) -> Any:
        """A JSON file; where its name is a digest it is checked."""
        with self.open(name) as file:
            data = file.read(MAX_JSON + 1)
        if len(data) > MAX_JSON:
            raise ArchiveError(f"{name} is larger than {MAX_JSON} bytes")
        expected = digest_in(name)
        if expected and f"sha256:{hashlib.sha256(data).hexdigest()}" != expected:
            raise ArchiveError(f"{name} is not what its digest says")
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise ArchiveError(f"{name} is no JSON") from None

    def _resolved(self, name: str) -> str:
        name = os.path.normpath(name)
        return self.links.get(name, name)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive at `path`, unpacked into a temporary file first if it is compressed as a whole.

    Raises ArchiveError, and OSError when it cannot be read.
    """
    with contextlib.ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(path.open("rb"))
        try:
            plain = uncompressed(file)
            if plain is not file:
                whole = stack.enter_context(tempfile.TemporaryFile())
                _copy(plain, whole)
                file = whole
            yield Archive(file)
        except tar.TarError as error:
            raise ArchiveError(f"no tar: {error}") from error


def digest_in(name: str) -> str | None:
    """The digest that a blob's name or a reference to one holds, as `sha256:…`."""
    found = _DIGEST.fullmatch(name)
    return f"sha256:{found[1]}" if found else None


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    left = MAX_UNPACKED
    try:
        while data := source.read(CHUNK):
            left -= len(data)
            if left < 0:
                raise ArchiveError(f"it is more than {MAX_UNPACKED} bytes when uncompressed")
            target.write(data)
    except UNREADABLE as error:
        raise ArchiveError(f"it cannot be uncompressed: {error}") from error


class _Slice(io.RawIOBase):
    """A part of a file as a file."""

    def __init__(self, file: IO[bytes], offset: int, size: int) -> None:
        self.file, self.offset, self.size, self.at = file, offset, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: self.size}[whence]
        self.at = max(0, start + offset)
        return self.at

    def readinto(self, buffer: Any) -> int:
        self.file.seek(self.offset + self.at)
        data = self.file.read(max(0, min(len(buffer), self.size - self.at)))
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)
