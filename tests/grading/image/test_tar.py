"""The reader of tars, beside Python's own where that can be believed, and where it cannot."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grading.image import tar
from grading.image.tar import Member, TarError, members

FORMATS = [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]


def made(fill: Callable[[tarfile.TarFile], None], form: int = tarfile.PAX_FORMAT) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=form) as archive:
        fill(archive)
    return stream.getvalue()


def add(archive: tarfile.TarFile, name: str, data: bytes = b"", **fields: object) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    for field, value in fields.items():
        setattr(member, field, value)
    archive.addfile(member, io.BytesIO(data))


def read(data: bytes) -> list[Member]:
    return list(members(io.BytesIO(data)))


def one(data: bytes) -> Member:
    (member,) = read(data)
    return member


@pytest.mark.parametrize("form", FORMATS)
def test_it_reads_what_pythons_own_reads(tmp_path: Path, form: int) -> None:
    (tmp_path / "d" / "e").mkdir(parents=True)
    (tmp_path / "d" / "file").write_bytes(b"x" * 1000)
    (tmp_path / "d" / "file").chmod(0o4755)
    (tmp_path / "d" / "hard").hardlink_to(tmp_path / "d" / "file")
    (tmp_path / "soft").symlink_to("d/file")
    (tmp_path / "empty").touch()
    data = made(lambda archive: archive.add(tmp_path, "."), form)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        expected = [
            (one.name, one.type.decode(), one.size, one.mode, one.uid, one.gid, one.linkname)
            for one in archive.getmembers()
        ]
    assert [(m.name.rstrip("/"), *m[1:7]) for m in read(data)] == expected


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_and_links_and_large_numbers(form: int) -> None:
    name, link = "n/" * 150 + "é\udcff", "l/" * 200

    def fill(archive: tarfile.TarFile) -> None:
        add(archive, name, type=tarfile.SYMTYPE, linkname=link, uid=3_000_000_000, gid=9_000_000)

    found = one(made(fill, form))
    assert (found.name, found.link, found.uid, found.gid) == (name, link, 3_000_000_000, 9_000_000)


def test_a_sparse_file_is_as_long_as_it_says() -> None:
    header = bytearray(made(lambda archive: add(archive, "s", b"x" * 512), tarfile.GNU_FORMAT))
    header[156:157] = b"S"
    header[483:495] = b"00000020000\0"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header[:512])
    assert one(bytes(header)).size == 0o20000


def test_a_pax_sparse_file_has_its_real_name_and_size() -> None:
    def fill(archive: tarfile.TarFile) -> None:
        pax = {"GNU.sparse.major": "1", "GNU.sparse.name": "real", "GNU.sparse.realsize": "99999"}
        add(archive, "GNUSparseFile.0/real", b"0\n" + bytes(510), pax_headers=pax)

    assert one(made(fill))[:3] == ("real", tar.FILE, 99999)


def test_a_size_in_an_extended_header_counts_and_a_links_does_not() -> None:
    def fill(archive: tarfile.TarFile) -> None:
        add(archive, "a", b"x" * 700, pax_headers={"comment": "x" * 3000})
        archive.addfile(tarfile.TarInfo("z"))

    assert [(m.name, m.size) for m in read(made(fill))] == [("a", 700), ("z", 0)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"x" * 100, "ends in a header, at byte 0"),
        (b"x" * 1024, "broken number|no header at byte 0"),
        (b"\x1f\x8b" + b"x" * 2000, "broken number|no header at byte 0"),
    ],
)
def test_what_is_no_tar_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(TarError, match=says):
        read(data)


def test_a_broken_header_in_the_middle_is_not_taken_for_the_end() -> None:
    def fill(archive: tarfile.TarFile) -> None:
        for name in "abc":
            add(archive, name, b"x")

    data = bytearray(made(fill))
    data[1024 + 5] ^= 1
    with pytest.raises(TarError, match="no header at byte 1024"):
        read(bytes(data))


def test_a_tar_that_ends_in_the_middle_of_a_file_is_refused() -> None:
    data = made(lambda archive: add(archive, "a", b"x" * 5000))
    with pytest.raises(TarError, match="middle of a member"):
        read(data[:2000])


@pytest.mark.parametrize("kind", [b"x", b"L", b"K", b"g"])
def test_an_extended_header_without_measure_is_refused(kind: bytes) -> None:
    header = bytearray(made(lambda archive: add(archive, "a"))[:512])
    header[156:157] = kind
    header[124:136] = b"77777777777\0"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)

    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.first = bytes(header)

        def read(self, size: int = -1) -> bytes:
            data, self.first = self.first, b""
            return data or b"0" * size

    with pytest.raises(TarError, match="extended header of"):
        list(members(Endless()))  # type: ignore[arg-type]


@pytest.mark.parametrize("record", [b"5 a=b\n", b"999 a=b\n", b"x a=b\n", b"6 a=bc", b"3 \n", b"\xff"])
def test_broken_pax_records_are_refused(record: bytes) -> None:
    def fill(archive: tarfile.TarFile) -> None:
        add(archive, "pax", record, type=b"x")

    with pytest.raises(TarError):
        read(made(fill, tarfile.USTAR_FORMAT) + bytes(10240))
