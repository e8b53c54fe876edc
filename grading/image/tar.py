"""The members of a tar, read once from a stream of which nothing is believed.

Every header's check sum is tested and every extended header is bounded, because Python's own `tarfile` reads one of any
size into memory and takes a broken header in the middle for the end. Understood are ustar, GNU's long names and sparse
files, and PAX. Nothing is extracted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

BLOCK = 512
CHUNK = 1 << 20
MAX_EXTENDED = 1 << 20  # bytes of a PAX header or a long name
MAX_SPARSE_BLOCKS = 1 << 16

FILE, LINK, SYMLINK, CHARACTER_DEVICE, BLOCK_DEVICE, FOLDER, PIPE = "0", "1", "2", "3", "4", "5", "6"
_WITHOUT_DATA = frozenset("123456")
_LONG_NAME, _LONG_LINK, _PAX, _PAX_GLOBAL, _SPARSE = "L", "K", "x", "g", "S"
_ZEROS = bytes(BLOCK)


class TarError(ValueError):
    """This is no tar, or a broken one; the text says where."""


class Member(NamedTuple):
    """`name` as it is written, bytes that are not UTF-8 as surrogates; `link` is what a hard or symbolic link names.

    `size` is in bytes, of a sparse file the whole length; `offset` is where its data begins, `data` the beginning of
    it as far as it was wanted (of a sparse file nothing).
    """

    name: str
    kind: str
    size: int
    mode: int
    uid: int
    gid: int
    link: str
    offset: int
    data: bytes = b""


def nothing(member: Member) -> int:
    """Wants the data of no member."""
    return 0


def members(
    stream: IO[bytes], seek: bool = False, wanted: Callable[[Member], int] = nothing
) -> Iterator[Member]:
    """Every member of an uncompressed tar, in order. Raises TarError, and whatever reading the stream raises.

    With `seek` data is not read but sought over: then a file that ends too early is not noticed. `wanted` says how many
    bytes of a member's data are to be given with it.
    """
    reader = _Reader(stream, seek)
    extended: dict[str, str] = {}
    while (header := reader.header()) is not None:
        kind = chr(header[156])
        size = _number(header[124:136], reader.at)
        if kind in (_LONG_NAME, _LONG_LINK):
            text = _text(reader.bounded(size).rstrip(b"\0"))
            extended["path" if kind == _LONG_NAME else "linkpath"] = text
        elif kind == _PAX:
            extended |= _records(reader.bounded(size), reader.at)
        elif kind == _PAX_GLOBAL:
            reader.bounded(size)  # holds for what follows, and says nothing that is asked here
        else:
            member, stored = _member(header, kind, size, extended, reader)
            most = min(stored, wanted(member)) if stored == member.size else 0
            data = reader.part(most) if most else b""
            yield member._replace(data=data)
            reader.skip(stored, len(data))
            extended = {}


class _Reader:
    """Reads whole blocks and remembers how far it is, in bytes."""

    def __init__(self, stream: IO[bytes], seek: bool) -> None:
        self.stream, self.seek = stream, seek
        self.at = 0

    def header(self) -> bytes | None:
        """The next header; None at the end: a block of zeros, or nothing more after a member."""
        block = self.stream.read(BLOCK)
        while block and len(block) < BLOCK and (more := self.stream.read(BLOCK - len(block))):
            block += more
        if block in (b"", _ZEROS):
            if not self.at and not block:
                raise TarError("it is empty")
            return None
        if len(block) < BLOCK:
            raise TarError(f"it ends in a header, at byte {self.at}")
        given = _number(block[148:156], self.at)
        if given != sum(block) - sum(block[148:156]) + 8 * 32:
            raise TarError(f"no header at byte {self.at}, where one was expected")
        self.at += BLOCK
        return block

    def bounded(self, size: int) -> bytes:
        """The data of an extended header."""
        if size > MAX_EXTENDED:
            raise TarError(
                f"an extended header of {size} bytes at byte {self.at}; {MAX_EXTENDED} are allowed"
            )
        data = self._exactly(_padded(size))
        return data[:size]

    def block(self) -> bytes:
        return self._exactly(BLOCK)

    def part(self, size: int) -> bytes:
        """The first bytes of a member's data."""
        return self._exactly(size)

    def skip(self, size: int, known: int) -> None:
        """Go past a member's data, of which the first `known` bytes were read."""
        left = _padded(size) - known
        if self.seek:
            self.stream.seek(left, os.SEEK_CUR)
            self.at += left
            return
        while left:
            left -= len(self._some(min(left, CHUNK)))

    def _exactly(self, size: int) -> bytes:
        parts = []
        while size:
            parts.append(self._some(size))
            size -= len(parts[-1])
        return b"".join(parts)

    def _some(self, most: int) -> bytes:
        data = self.stream.read(most)
        if not data:
            raise TarError(f"it ends in the middle of a member, at byte {self.at}")
        self.at += len(data)
        return data


def _member(
    header: bytes, kind: str, size: int, extended: dict[str, str], reader: _Reader
) -> tuple[Member, int]:
    """What a header says with the extended ones before it, and how many bytes of data follow."""
    if "size" in extended:
        size = _decimal(extended["size"], reader.at)
    stored = size
    length = size
    if kind == _SPARSE:
        length = _number(header[483:495], reader.at)
        _skip_sparse_map(header, reader)
    length = _decimal(
        extended.get("GNU.sparse.realsize", extended.get("GNU.sparse.size", str(length))), reader.at
    )
    name = extended.get("GNU.sparse.name", extended.get("path", _name(header)))
    if kind in _WITHOUT_DATA:
        stored = length = 0
    elif kind == "\0" and name.endswith("/"):
        kind = FOLDER
    elif kind not in _WITHOUT_DATA:
        kind = FILE
    return (
        Member(
            name=name,
            kind=kind,
            size=length,
            mode=_number(header[100:108], reader.at) & 0o7777,
            uid=_decimal(extended["uid"], reader.at)
            if "uid" in extended
            else _number(header[108:116], reader.at),
            gid=_decimal(extended["gid"], reader.at)
            if "gid" in extended
            else _number(header[116:124], reader.at),
            link=extended.get("linkpath", _text(header[157:257].partition(b"\0")[0])),
            offset=reader.at,
        ),
        stored,
    )


def _skip_sparse_map(header: bytes, reader: _Reader) -> None:
    more = header[482]
    for _ in range(MAX_SPARSE_BLOCKS):
        if not more:
            return
        more = reader.block()[504]
    raise TarError(f"the map of a sparse file does not end, at byte {reader.at}")


def _name(header: bytes) -> str:
    name = header[:100].partition(b"\0")[0]
    if header[257:263] == b"ustar\0" and header[345]:
        name = header[345:500].partition(b"\0")[0] + b"/" + name
    return _text(name)


def _records(data: bytes, at: int) -> dict[str, str]:
    """PAX records: `<length> <key>=<value>\\n`, the length with itself."""
    found = {}
    while data:
        digits, blank, _ = data[:20].partition(b" ")
        length = int(digits) if digits.isdigit() else 0
        if not blank or not len(digits) + 3 <= length <= len(data) or data[length - 1 : length] != b"\n":
            raise TarError(f"a broken PAX header before byte {at}")
        key, _, value = data[len(digits) + 1 : length - 1].partition(b"=")
        found[_text(key)] = _text(value)
        data = data[length:]
    return found


def _number(field: bytes, at: int) -> int:
    """Octal digits, or GNU's and POSIX's binary form for what is too large for them."""
    if field[0] & 0x80:
        value = int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big")
        if field[0] & 0x40 or value >= 1 << 63:
            raise TarError(f"a number out of range before byte {at}")
        return value
    digits = field.strip(b" \0").partition(b"\0")[0].rstrip(b" ")
    if not digits:
        return 0
    if not digits.isdigit() or b"8" in digits or b"9" in digits:
        raise TarError(f"a broken number before byte {at}")
    return int(digits, 8)


def _decimal(text: str, at: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise TarError(f"a broken number in a PAX header before byte {at}")
    return int(text)


def _padded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
