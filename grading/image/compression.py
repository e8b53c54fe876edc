"""A layer as it is stored -> its tar, piece by piece."""

from __future__ import annotations

import gzip
import zlib
from typing import IO, cast

import zstandard

from grading.image.tar import TarError

# What reading a broken layer may raise.
UNREADABLE = (TarError, zlib.error, zstandard.ZstdError, gzip.BadGzipFile, EOFError)
MAX_WINDOW = 64 << 20  # of zstd, in bytes: held in memory

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


def uncompressed(file: IO[bytes]) -> IO[bytes]:
    """The tar in `file`, which is at its beginning and can be sought; gzip, zstd or neither."""
    start = file.read(4)
    file.seek(0)
    if start.startswith(_GZIP):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file))
    if start == _ZSTD:
        decompressor = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        return cast(IO[bytes], decompressor.stream_reader(file, read_across_frames=True))
    return file
