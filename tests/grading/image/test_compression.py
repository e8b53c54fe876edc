from __future__ import annotations

import gzip
import io
import random

import pytest
import zstandard

from grading.image.compression import uncompressed
from grading.image.layers import Budget, from_tar
from tests.grading.image.test_layers import add, tar


class TimeIsUpError(Exception):
    pass


def small_files_of_much(kind: str) -> bytes:
    """A tar of some megabytes, and what a reader of gzip passes over without end: empty members, an endless name."""
    noise = random.Random(1).randbytes(4 << 20)  # noqa: S311
    plain = tar(lambda archive: add(archive, "noise", noise)).getvalue()
    return {
        "tar": plain,
        "gzip": gzip.compress(plain, 1),
        "zstd": zstandard.compress(plain),
        "empty members": gzip.compress(b"") * 200_000,
        "a name": b"\x1f\x8b\x08\x08\0\0\0\0\0\xff" + b"n" * 2_000_000,
    }[kind]


@pytest.mark.parametrize("kind", ["tar", "gzip", "zstd", "empty members", "a name"])
def test_reading_stops_when_told_to_whatever_is_read(kind: str) -> None:
    asked = 0

    def pause() -> None:
        nonlocal asked
        asked += 1
        if asked > 1:
            raise TimeIsUpError

    with pytest.raises(TimeIsUpError):
        from_tar(uncompressed(io.BytesIO(small_files_of_much(kind)), pause), Budget())
