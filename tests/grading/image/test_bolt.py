from __future__ import annotations

import gzip
import random
import struct
from pathlib import Path

import pytest

from grading.image.bolt import Bucket, CorruptError, Database

SAMPLE = gzip.decompress((Path(__file__).parents[1] / "samples" / "snapshots.db.gz").read_bytes())
BASE = b"moby/2/sha256:f54a113db016571404bd03c8dbd05f2d267fb4c85350dabc5c744a14131870ce"


def everything(bucket: Bucket) -> int:
    return sum(1 + (everything(value) if isinstance(value, Bucket) else 0) for _, value in bucket.items())


def test_a_value_is_found_by_its_path() -> None:
    root = Database(SAMPLE).root
    assert root.get(b"v1", b"snapshots", BASE, b"id") == b"\x01"
    assert isinstance(root.get(b"v1", b"snapshots", BASE), Bucket)
    assert root.get(b"v1", b"nothing", b"id") is None
    assert root.get(b"v1", b"snapshots", BASE, b"id", b"deeper") is None


def test_keys_come_in_order_over_all_pages() -> None:
    keys = list(Database(SAMPLE).root.bucket(b"v1", b"snapshots"))
    assert len(keys) > 30
    assert keys == sorted(keys)


def test_the_newest_whole_state_is_read() -> None:
    """One of the two meta pages may be half written: then the other one counts."""
    root = Database(SAMPLE).root
    for page in (0, 4096):
        broken = bytearray(SAMPLE)
        broken[page + 16 + 40] ^= 0xFF
        assert Database(bytes(broken)).root.get(b"v1") is not None
    assert everything(root) > 100


@pytest.mark.parametrize("data", [b"", b"x" * 100, b"\0" * 100_000, SAMPLE[:8000]])
def test_what_is_no_database_is_said_to_be_corrupt(data: bytes) -> None:
    with pytest.raises(CorruptError):
        everything(Database(data).root)


def test_damage_anywhere_is_corrupt_or_harmless() -> None:
    rng = random.Random(1)  # noqa: S311  # the same damage each time
    for _ in range(300):
        damaged = bytearray(SAMPLE)
        for _ in range(20):
            damaged[rng.randrange(8192, len(damaged))] = rng.randrange(256)
        try:
            everything(Database(bytes(damaged)).root)
        except CorruptError:
            continue


def test_a_page_that_leads_to_itself_ends() -> None:
    database = Database(SAMPLE)
    looped = bytearray(SAMPLE)
    page = database.root._number
    start = page * database.page_size
    count = 50
    looped[start : start + 16] = struct.pack("<QHHI", page, 1, count, 0)
    for index in range(count):
        at = start + 16 + index * 16
        looped[at : at + 16] = struct.pack("<IIQ", 0, 0, page)
    with pytest.raises(CorruptError):
        everything(Database(bytes(looped)).root)


def test_keys_that_overlap_take_no_more_memory_than_the_file() -> None:
    """A page of 60,000 keys that are each all of a large file would be read as gigabytes."""
    database = Database(SAMPLE)
    page, count = database.root._number, 60_000
    start = page * database.page_size
    data = bytearray(SAMPLE) + bytes(32 << 20)
    pages = (len(data) - start) // database.page_size - 1
    data[start : start + 16] = struct.pack("<QHHI", page, 2, count, pages)
    for index in range(count):
        at = start + 16 + index * 16
        data[at : at + 16] = struct.pack("<IIII", 0, 16, 30 << 20, 0)
    with pytest.raises(CorruptError, match="overlap"):
        everything(Database(bytes(data)).root)
