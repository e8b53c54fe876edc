"""A layer as it is stored -> its tar, piece by piece."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Callable
from typing import IO, cast

import zstandard

from grading.image.tar import TarError

# What reading a broken layer may raise.
UNREADABLE = (TarError, zlib.error, zstandard.ZstdError, gzip.BadGzipFile, EOFError)
PIECE = 16 << 10  # bytes of zstd at once: they may be some hundred megabytes
MAX_WINDOW = 64 << 20  # of zstd, in bytes: held in memory

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


class _Watched:
    """A file that asks before each piece whether to go on: a few bytes of it may be a tar of terabytes."""

    def __init__(self, file: IO[bytes], pause: Callable[[], None]) -> None:
        self.file, self.pause = file, pause

    def read(self, size: int = -1) -> bytes:
        self.pause()
        return self.file.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self.file.seek(offset, whence)


def uncompressed(stored: IO[bytes], pause: Callable[[], None] = lambda: None) -> IO[bytes]:
    """The tar in `stored`, which is at its beginning and can be sought; gzip, zstd or neither.

    `pause` is called before each piece is read, and may raise to stop the reading.
    """
    file = cast(IO[bytes], _Watched(stored, pause))
    start = file.read(4)
    file.seek(0)
    if start.startswith(_GZIP):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file))
    if start == _ZSTD:
        decompressor = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        return cast(IO[bytes], decompressor.stream_reader(file, PIECE, read_across_frames=True))
    return file
