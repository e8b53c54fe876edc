from __future__ import annotations

import io
import os
import socket
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grading.faults import LimitReached
from grading.image import layers
from grading.image.layers import Budget, from_folder, from_tar
from grading.tree import FILE, Entry, LayerFiles
from tests.grading.said import said

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a whiteout")


def read(folder: Path, budget: Budget | None = None) -> LayerFiles:
    descriptor = layers.open_folder(folder)
    try:
        return from_folder(descriptor, budget or Budget())
    finally:
        os.close(descriptor)


def tar(fill: Callable[[tarfile.TarFile], None]) -> io.BytesIO:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        fill(archive)
    stream.seek(0)
    return stream


def add(archive: tarfile.TarFile, name: str, data: bytes = b"", **fields: object) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    for field, value in fields.items():
        setattr(member, field, value)
    archive.addfile(member, io.BytesIO(data))


def test_files_have_their_sizes_and_folders_and_links_none(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    assert read(tmp_path).files == {"a/b/file": 5, "link": 0, "pipe": 0}


def test_a_hard_link_counts_once(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"12345")
    (tmp_path / "a").hardlink_to(tmp_path / "b")
    assert read(tmp_path).files == {"a": 5, "b": 0}


def test_a_sparse_file_counts_as_long_as_it_says(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(100 << 30)
    assert read(tmp_path).size == 100 << 30


def test_a_link_out_of_the_layer_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "file").write_bytes(b"secret")
    layer = tmp_path / "layer"
    layer.mkdir()
    (layer / "out").symlink_to(secret)
    assert read(layer).files == {"out": 0}
    with pytest.raises(OSError, match=r"Not a directory|Too many levels"):
        layers.open_folder(layer / "out")


def test_names_that_are_no_text_are_kept(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/bad\xff\nname"
    Path(os.fsdecode(path)).write_bytes(b"1")
    assert read(tmp_path).files == {"bad\udcff\nname": 1}


@needs_root
def test_a_whiteout_is_a_removal_and_no_file(tmp_path: Path) -> None:
    os.mknod(tmp_path / "gone", 0o600 | 0o020000, os.makedev(0, 0))
    found = read(tmp_path)
    assert (found.files, found.removed) == ({}, ["gone"])


def test_too_many_entries_are_a_limit(tmp_path: Path) -> None:
    for number in range(11):
        (tmp_path / str(number)).touch()
    with pytest.raises(LimitReached) as reached:
        read(tmp_path, Budget(entries=10))
    assert said(reached.value) == "The image holds more than 10 files."


def test_too_much_text_in_names_and_links_is_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").symlink_to("x" * 50)
    with tarfile.open(tmp_path / ("b" * 40), "w") as archive:
        archive.add(tmp_path / "a", "a")
    monkeypatch.setattr(layers, "MAX_NAMES", 92)
    assert len(read(tmp_path).entries) == 2
    monkeypatch.setattr(layers, "MAX_NAMES", 90)
    with pytest.raises(LimitReached) as reached:
        read(tmp_path)
    assert said(reached.value) == "The names of the image's files are longer than 90 characters in all."
    monkeypatch.setattr(layers, "MAX_NAMES", 50)
    with pytest.raises(LimitReached), (tmp_path / ("b" * 40)).open("rb") as stream:
        from_tar(stream, Budget())


@needs_root
def test_owners_and_modes_are_those_inside_the_image(tmp_path: Path) -> None:
    (tmp_path / "su").touch()
    os.chown(tmp_path / "su", 100_000, 100_042)
    (tmp_path / "su").chmod(0o4755)
    descriptor = layers.open_folder(tmp_path)
    try:
        found = from_folder(descriptor, Budget(), root=100_000).entries
        outside = from_folder(descriptor, Budget(), root=100_010).entries
    finally:
        os.close(descriptor)
    assert found == {"su": Entry(FILE, 0, 0o4755, 0, 42)}
    assert outside["su"].uid == layers.NOBODY


def test_a_socket_is_in_no_layer(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        assert read(tmp_path).entries == {}


def test_folders_without_end_are_refused(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(layers.MAX_DEPTH + 2):
        deep = deep / "d"
    deep.mkdir(parents=True)
    with pytest.raises(LimitReached) as refused:
        read(tmp_path)
    assert said(refused.value) == "The image has folders nested deeper than 200."


def test_reading_stops_when_told_to(tmp_path: Path) -> None:
    for number in range(1000):
        (tmp_path / str(number)).touch()

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read(tmp_path, Budget(stop))


def test_a_tar_says_the_same_as_its_folder(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "one").write_bytes(b"12345")
    (tmp_path / "d" / "two").hardlink_to(tmp_path / "d" / "one")
    (tmp_path / "é\udcff").write_bytes(b"1")
    (tmp_path / "link").symlink_to("d")
    stream = tar(lambda archive: archive.add(tmp_path, arcname="."))
    assert from_tar(stream, Budget()).files == read(tmp_path).files


def test_whiteouts_in_a_tar_are_removals_and_opaque_marks_are_nothing() -> None:
    def fill(archive: tarfile.TarFile) -> None:
        add(archive, "etc/.wh.passwd")
        add(archive, ".wh.top")
        add(archive, "opt/.wh..wh..opq")

    found = from_tar(tar(fill), Budget())
    assert (found.files, found.removed) == ({}, ["etc/passwd", "top"])


def test_names_in_a_tar_stay_below_the_root() -> None:
    def fill(archive: tarfile.TarFile) -> None:
        add(archive, "../../etc/passwd", b"x")
        add(archive, "/abs//./file", b"xy")

    assert from_tar(tar(fill), Budget()).files == {"etc/passwd": 1, "abs/file": 2}


def test_paths_too_long_in_all_are_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of a long path makes those of all its files long: half a million of them took gigabytes."""
    monkeypatch.setattr(layers, "MAX_NAMES", 10_000)
    folder = tmp_path / ("n" * 200)
    folder.mkdir()
    for number in range(60):
        (folder / str(number)).touch()
    with pytest.raises(LimitReached) as reached:
        read(tmp_path)
    assert "characters in all" in said(reached.value.message)

    def fill(archive: tarfile.TarFile) -> None:
        for number in range(60):
            add(archive, f"{'n' * 200}/{number}")

    with pytest.raises(LimitReached):
        from_tar(tar(fill), Budget())
