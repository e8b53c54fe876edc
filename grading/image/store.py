"""What a daemon's containerd keeps on disk: blobs by digest, unpacked layers by chain id.

Read from the host, beside the running daemon. The folder belongs to the learner's daemon: each step into it
goes through a descriptor and follows no link, sizes are bounded, and a blob that does not hash to its name is
refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import IO, Any

from grading.faults import PlatformFault
from grading.image import bolt
from grading.image.layers import open_folder

CONTENT = ("io.containerd.content.v1.content", "blobs", "sha256")
SNAPSHOTTER = "io.containerd.snapshotter.v1.overlayfs"
MAX_BLOB = 8 << 20
MAX_DATABASE = 64 << 20
READ_TRIES = 5

_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")
_CHAIN = re.compile(rb"[^/]+/\d+/(sha256:[0-9a-f]{64})")


class Store:
    """The containerd of the data root at `data_root`."""

    def __init__(self, data_root: Path) -> None:
        self.root = data_root / "containerd"
        self._folders: dict[str, str] | None = None

    def json_blob(self, digest: str) -> dict[str, Any]:
        """A manifest or a config. Raises PlatformFault when it is missing, too large, or not what its
        digest says.
        """
        with self.open_blob(digest) as file:
            data = file.read(MAX_BLOB + 1)
        if len(data) > MAX_BLOB or f"sha256:{hashlib.sha256(data).hexdigest()}" != digest:
            raise PlatformFault(
                "The blob %(digest)s in the daemon is not what its digest says.", digest=digest
            )
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise PlatformFault("The blob %(digest)s in the daemon is no JSON object.", digest=digest)
        return found

    @contextmanager
    def open_blob(self, digest: str) -> Iterator[IO[bytes]]:
        """A blob as a stream of bytes."""
        match = _DIGEST.fullmatch(digest)
        if not match:
            raise PlatformFault(
                "The daemon named a blob %(digest)s, which is no digest.", digest=digest[:100]
            )
        with self._open(CONTENT, match[1], f"the blob {digest}") as file:
            yield file

    @contextmanager
    def layer_folder(self, chain_id: str) -> Iterator[int | None]:
        """A descriptor of the folder that a layer was unpacked to; None when the daemon has not unpacked
        it.
        """
        folder = self._snapshots().get(chain_id)
        if folder is None:
            yield None
            return
        with self._folder((SNAPSHOTTER, "snapshots", folder, "fs")) as descriptor:
            yield descriptor

    def _snapshots(self) -> dict[str, str]:
        """Chain id -> name of the snapshot's folder, from the snapshotter's own database."""
        if self._folders is None:
            self._folders = self._read_snapshots()
        return self._folders

    def _read_snapshots(self) -> dict[str, str]:
        for again in range(READ_TRIES):
            with self._open((SNAPSHOTTER,), "metadata.db", "the snapshotter's database") as file:
                data = file.read(MAX_DATABASE)
            try:
                return _folders(bolt.Database(data))
            except bolt.CorruptError:  # the daemon may be writing at this very moment
                time.sleep(0.01 * (again + 1))
        return {}

    @contextmanager
    def _open(self, folders: tuple[str, ...], name: str, what: str) -> Iterator[IO[bytes]]:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        with self._folder(folders) as folder:
            try:
                file = os.fdopen(os.open(name, flags, dir_fd=folder), "rb")
            except OSError as error:
                raise _unreadable(what, error) from error
        with file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise PlatformFault("%(what)s is no file in the daemon's data.", what=what)
            yield file

    @contextmanager
    def _folder(self, names: tuple[str, ...]) -> Iterator[int]:
        descriptor = self._open_folder(names)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _open_folder(self, names: tuple[str, ...]) -> int:
        try:
            descriptor = open_folder(self.root)
            for name in names:
                try:
                    child = open_folder(name, descriptor)
                finally:
                    os.close(descriptor)
                descriptor = child
        except OSError as error:
            raise _unreadable("/".join(names), error) from error
        return descriptor


def _unreadable(what: str, error: OSError) -> PlatformFault:
    return PlatformFault(
        "%(what)s cannot be read in the daemon's data: %(reason)s", what=what, reason=str(error.strerror)
    )


def chain_ids(diff_ids: Sequence[str]) -> list[str]:
    """What containerd calls each layer with all below it."""

    def over(below: str, diff_id: str) -> str:
        return f"sha256:{hashlib.sha256(f'{below} {diff_id}'.encode()).hexdigest()}"

    return list(accumulate(diff_ids, over))


def _folders(database: bolt.Database) -> dict[str, str]:
    found = {}
    for key, snapshot in database.root.bucket(b"v1", b"snapshots").items():
        match = _CHAIN.fullmatch(key)
        if match and isinstance(snapshot, bolt.Bucket):
            number = snapshot.get(b"id")
            if isinstance(number, bytes) and number:
                found[match[1].decode()] = str(_varint(number))
    return found


def _varint(data: bytes) -> int:
    return sum((byte & 0x7F) << (7 * index) for index, byte in enumerate(data[:10]))
