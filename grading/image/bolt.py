"""Reads a bolt database file (as containerd keeps its metadata in), without locking or writing it.

The file belongs to the learner's daemon: a page that points anywhere it should not is a Corrupt database,
never a crash or an endless walk.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

_PAGE = struct.Struct("<QHHI")  # id, flags, count, overflow
_META = struct.Struct(
    "<IIIIQQQQQ"
)  # magic, version, page size, flags, root, sequence, freelist, pages, transaction
_ELEMENT = struct.Struct("<IIII")  # leaf: flags, position, key size, value size
_BRANCH = struct.Struct("<IIQ")  # position, key size, page
_BUCKET = struct.Struct("<QQ")  # root page, sequence

_MAGIC = 0xED0CDAED
_BRANCH_PAGE, _LEAF_PAGE = 1, 2
_IS_BUCKET = 1
_MAX_DEPTH = 32
_MAX_ELEMENTS = 200_000
_MAX_READS = 4  # times that the bytes of a file may be read

Value = "bytes | Bucket"


class CorruptError(Exception):
    """The file is no bolt database, or was read in the middle of a change."""


class Database:
    """The newest whole state in a file's bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.budget = _MAX_ELEMENTS
        # Of keys and values together. In a file that is whole they do not overlap, but a bucket's value holds others.
        self.bytes_left = _MAX_READS * len(data)
        metas = [meta for offset in self._meta_offsets() if (meta := self._meta(offset))]
        if not metas:
            raise CorruptError("no valid meta page")
        _, self.page_size, root = max(metas)
        self.root = Bucket(self, self._page(root), root)

    def _meta_offsets(self) -> Iterator[int]:
        yield _PAGE.size
        for size in (4096, 8192, 16384, 65536):
            yield size + _PAGE.size

    def _meta(self, offset: int) -> tuple[int, int, int] | None:
        """(transaction, page size, root page) of a meta page that is whole."""
        body = self.data[offset : offset + _META.size]
        if len(body) < _META.size or len(self.data) < offset + _META.size + 8:
            return None
        magic, version, page_size, _, root, _, _, _, transaction = _META.unpack(body)
        (checksum,) = struct.unpack_from("<Q", self.data, offset + _META.size)
        whole = magic == _MAGIC and version == 2 and checksum == _fnv64a(body) and page_size >= 512
        return (transaction, page_size, root) if whole else None

    def _page(self, number: int) -> memoryview:
        start = number * self.page_size
        header = self.data[start : start + _PAGE.size]
        if len(header) < _PAGE.size:
            raise CorruptError(f"page {number} is outside of the file")
        found, _, _, overflow = _PAGE.unpack(header)
        if found != number:
            raise CorruptError(f"page {number} says it is {found}")
        return memoryview(self.data)[start : start + (overflow + 1) * self.page_size]


class Bucket:
    """Keys in order; a value is bytes or a bucket again."""

    def __init__(self, database: Database, page: memoryview, number: int) -> None:
        self._database, self._root, self._number = database, page, number

    def items(self) -> Iterator[tuple[bytes, bytes | Bucket]]:
        yield from self._items(self._root, 0)

    def get(self, *path: bytes) -> bytes | Bucket | None:
        """The value at a path of keys; None when there is none."""
        found: bytes | Bucket | None = self
        for name in path:
            if not isinstance(found, Bucket):
                return None
            found = next((value for key, value in found.items() if key == name), None)
        return found

    def bucket(self, *path: bytes) -> Mapping[bytes, bytes | Bucket]:
        """What the bucket at `path` holds; nothing when there is none."""
        found = self.get(*path)
        return dict(found.items()) if isinstance(found, Bucket) else {}

    def _items(self, page: memoryview, depth: int) -> Iterator[tuple[bytes, bytes | Bucket]]:
        if depth > _MAX_DEPTH:
            raise CorruptError("pages nest too deep")
        try:
            _, flags, count, _ = _PAGE.unpack_from(page)
            for index in range(count):
                self._spend()
                if flags & _LEAF_PAGE:
                    yield self._leaf(page, _PAGE.size + index * _ELEMENT.size)
                elif flags & _BRANCH_PAGE:
                    _, _, child = _BRANCH.unpack_from(page, _PAGE.size + index * _BRANCH.size)
                    yield from self._items(self._database._page(child), depth + 1)
                else:
                    raise CorruptError("a page is neither branch nor leaf")
        except struct.error as error:
            raise CorruptError(str(error)) from error

    def _leaf(self, page: memoryview, at: int) -> tuple[bytes, bytes | Bucket]:
        flags, position, key_size, value_size = _ELEMENT.unpack_from(page, at)
        start = at + position
        end = start + key_size + value_size
        if end > len(page):
            raise CorruptError("a value is outside of its page")
        self._database.bytes_left -= key_size + value_size
        if self._database.bytes_left < 0:
            raise CorruptError("keys and values overlap")
        key, value = bytes(page[start : start + key_size]), page[start + key_size : end]
        if not flags & _IS_BUCKET:
            return key, bytes(value)
        root, _ = _BUCKET.unpack_from(value)
        if root == 0:  # a small bucket lies in its parent's value
            return key, Bucket(self._database, value[_BUCKET.size :], 0)
        return key, Bucket(self._database, self._database._page(root), root)

    def _spend(self) -> None:
        self._database.budget -= 1
        if self._database.budget < 0:
            raise CorruptError("too many keys")


def _fnv64a(data: bytes) -> int:
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value
