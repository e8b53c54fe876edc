"""Facts of saved images. The numbers of waste are worked out by hand, by dive's definitions."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grading.facts import ImageFacts
from grading.image import archive
from grading.image.archive_file import ArchiveError
from tests.grading.image.saved import (
    COMPRESSIONS,
    Entry,
    Folder,
    Link,
    Symlink,
    docker_files,
    layer,
    oci_files,
    saved,
    saved_layers,
    sparse_layer,
)
from tests.grading.image.saved import archive as archive_of

BASE: Mapping[str, Entry] = {"etc": Folder(), "etc/passwd": b"p" * 100, "bin": Folder(), "bin/sh": b"s" * 900}
TOP: Mapping[str, Entry] = {"app": Folder(), "app/main.py": b"m" * 50, "etc/passwd": b"p" * 120}


def facts(folder: Path, *layers: Mapping[str, Entry], base_layers: int = 1) -> ImageFacts:
    return archive.read(saved(folder, *layers), base_layers)


def waste(folder: Path, *layers: Mapping[str, Entry]) -> tuple[int, int, int, float]:
    """Size, wasted and hidden bytes, efficiency."""
    found = facts(folder, *layers)
    return found.size, found.wasted_bytes, found.hidden_bytes, found.efficiency


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("form", [docker_files, oci_files])
def test_every_form_of_archive_says_the_same(
    tmp_path: Path, form: Callable[..., dict[str, bytes]], compression: str
) -> None:
    path = tmp_path / "image.tar"
    path.write_bytes(archive_of(form([layer(BASE), layer(TOP)], COMPRESSIONS[compression])))
    found = archive.read(path)
    assert [(one.index, one.size, one.files, one.created_by, one.base) for one in found.layers] == [
        (0, 1000, 2, "RUN step 0", True),
        (1, 170, 2, "RUN step 1", False),
    ]
    assert (found.size, found.own_size, found.tags) == (1170, 170, ("app:1.0.0",))
    assert (found.wasted_bytes, found.hidden_bytes) == (220, 100)
    assert found.config == {"Cmd": ["sh"]}
    assert found.platform == "linux/amd64"
    assert found == facts(tmp_path, BASE, TOP) or form is oci_files  # whose id is the manifest's


def test_an_archive_compressed_as_a_whole_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "image.tar.gz"
    path.write_bytes(gzip.compress(saved(tmp_path, BASE, TOP).read_bytes()))
    assert archive.read(path) == facts(tmp_path, BASE, TOP)


@pytest.mark.parametrize(("count", "own"), [(0, 1170), (1, 170), (2, 0), (9, 0)])
def test_the_first_layers_are_the_bases(tmp_path: Path, count: int, own: int) -> None:
    assert facts(tmp_path, BASE, TOP, base_layers=count).own_size == own


def test_one_layer_wastes_nothing(tmp_path: Path) -> None:
    assert waste(tmp_path, BASE) == (1000, 0, 0, 1.0)


def test_a_file_written_twice_more(tmp_path: Path) -> None:
    found = waste(tmp_path, {"a": b"x" * 100, "b": b"x" * 50}, {"a": b"x" * 20}, {"a": b"x" * 30})
    assert found == (200, 150, 120, (20 + 50) / 200)


def test_a_removed_file(tmp_path: Path) -> None:
    assert waste(tmp_path, {"a": b"x" * 100, "b": b"x" * 50}, {".wh.a": b""}) == (150, 100, 100, 50 / 150)


def test_a_removed_folder_hides_what_dive_does_not_call_wasted(tmp_path: Path) -> None:
    """dive counts the removal as one more path with all that was below it, and so sees no path twice."""
    lower: Mapping[str, Entry] = {"d": Folder(), "d/a": b"x" * 60, "d/b": b"x" * 40, "c": b"x"}
    assert waste(tmp_path, lower, {".wh.d": b""}) == (101, 0, 100, 1.0)


def test_a_removed_empty_folder(tmp_path: Path) -> None:
    assert waste(tmp_path, {"d": Folder(), "c": b"x"}, {".wh.d": b""}) == (1, 0, 0, 1.0)


def test_an_opaque_folder(tmp_path: Path) -> None:
    lower: Mapping[str, Entry] = {"d": Folder(), "d/a": b"x" * 60, "d/b": b"x" * 40}
    assert waste(tmp_path, lower, {"d": Folder(), "d/.wh..wh..opq": b"", "d/b": b"x" * 10}) == (
        110,
        50,
        100,
        (60 + 10) / 110,
    )


def test_a_hard_link_has_no_bytes_of_its_own(tmp_path: Path) -> None:
    lower: Mapping[str, Entry] = {"a": b"x" * 100, "b": Link("a")}
    assert waste(tmp_path, lower) == (100, 0, 0, 1.0)
    assert waste(tmp_path, lower, {".wh.a": b""}) == (100, 100, 0, 0.0)


def test_a_symlink_has_none_and_is_not_followed(tmp_path: Path) -> None:
    assert waste(tmp_path, {"a": b"x" * 10, "s": Symlink("/a")}, {"s": Symlink("/b")}) == (10, 0, 0, 1.0)


def test_a_sparse_file_counts_as_long_as_it_says(tmp_path: Path) -> None:
    """1,000,000 bytes of which the tar stores 512: dive counts what the header says."""
    sparse = saved_layers(tmp_path, sparse_layer("a", 1_000_000), layer({".wh.a": b"", "b": b"x"}))
    found = archive.read(sparse)
    assert [one.size for one in found.layers] == [1_000_000, 1]
    assert (found.wasted_bytes, found.hidden_bytes) == (1_000_000, 1_000_000)
    assert found.efficiency == (0 + 1) / 1_000_001
    assert found.tree is not None
    assert found.tree.changes(1) == (["/b"], [], ["/a"])


def test_a_file_that_is_removed_before_its_folder_is(tmp_path: Path) -> None:
    """Removed alone, `/d/a` counts twice with its 60; the folder's removal then counts the 40 that were left."""
    lower: Mapping[str, Entry] = {"d": Folder(), "d/a": b"x" * 60, "d/b": b"x" * 40}
    found = waste(tmp_path, lower, {"d": Folder(), "d/.wh.a": b""}, {".wh.d": b""})
    assert found == (100, 60, 100, (0 + 40 + 40) / (60 + 40 + 0 + 40))


def test_a_removed_folder_that_comes_back(tmp_path: Path) -> None:
    lower: Mapping[str, Entry] = {"d": Folder(), "d/a": b"x" * 60, "d/b": b"x" * 40}
    again: Mapping[str, Entry] = {".wh.d": b"", "d": Folder(), "d/a": b"x" * 10}
    assert waste(tmp_path, lower, again) == (110, 70, 100, (10 + 40 + 100) / (60 + 40 + 100 + 10))


def test_an_empty_folder_in_a_files_place(tmp_path: Path) -> None:
    assert waste(tmp_path, {"a": b"x" * 10, "b": b"x" * 10}, {"a": Folder()}) == (20, 10, 10, 0.5)


def test_an_empty_layer(tmp_path: Path) -> None:
    found = facts(tmp_path, BASE, {}, TOP)
    assert [one.size for one in found.layers] == [1000, 0, 170]
    assert found.wasted_bytes == 220


def test_a_base_of_several_layers_wastes_too(tmp_path: Path) -> None:
    found = facts(tmp_path, {"a": b"x" * 10}, {"a": b"x" * 10}, {"b": b"x" * 5}, base_layers=2)
    assert (found.wasted_bytes, found.base_wasted_bytes) == (20, 20)


def test_what_each_layer_adds_changes_and_removes(tmp_path: Path) -> None:
    lower: Mapping[str, Entry] = {**BASE, "opt/a": b"a", "opt/b": b"b"}
    found = facts(
        tmp_path, lower, TOP, {".wh.opt": b"", "etc/.wh..wh..opq": b"", "etc/new": b"n", "bin": b"b"}
    )
    assert [(one.files, one.added, one.changed, one.removed) for one in found.layers] == [
        (4, 4, 0, 0),
        (2, 1, 1, 0),
        (2, 2, 0, 4),  # /etc/passwd, /bin/sh, /opt/a and /opt/b
    ]


def test_where_a_layers_bytes_are(tmp_path: Path) -> None:
    found = facts(tmp_path, {"var/cache/apt/a": b"x" * 100, "var/cache/apt/b": b"x" * 80, "usr/x": b"x" * 32})
    assert [(one.path, one.bytes) for one in found.layers[0].folders] == [
        ("/var/cache/apt", 180),
        ("/usr", 32),
    ]


def test_what_is_installed_is_read_from_the_archive(tmp_path: Path) -> None:
    status = b"Package: curl\nStatus: install ok installed\nVersion: 7\n"
    found = facts(tmp_path, BASE, {"var/lib/dpkg/status": status, "var/lib/dpkg/status-old": status})
    assert found.tree is not None
    assert found.tree.packages == (("dpkg", "curl", "7", "/var/lib/dpkg/status", 1),)


def test_what_is_wasted_is_named(tmp_path: Path) -> None:
    found = facts(tmp_path, {"a": b"x" * 10, "z\udcff": b"x" * 99}, {"a": b"x" * 10, ".wh.z\udcff": b""})
    assert [(one.path, one.count, one.bytes) for one in found.wasted_files] == [
        ("/z\\xff", 2, 99),
        ("/a", 2, 20),
    ]


def changed(change: Callable[[dict[str, bytes]], object]) -> bytes:
    files = docker_files([layer(BASE), layer(TOP)])
    change(files)
    return archive_of(files)


def one_name(files: dict[str, bytes], end: str) -> str:
    return next(name for name in files if name.endswith(end) and name != "manifest.json")


REFUSED = {
    "nothing": (b"", "no tar: it is empty"),
    "text": (b"FROM busybox\n" * 100, "no tar"),
    "a broken gzip": (b"\x1f\x8b\x08\x00" + b"x" * 50, "cannot be uncompressed"),
    "a tar of something else": (archive_of({"readme": b"x"}), "neither a manifest.json nor an index.json"),
    "no layers": (changed(lambda f: f.pop("1/layer.tar")), r"the file 1/layer\.tar is missing"),
    "another layer": (
        changed(lambda f: f.update({"1/layer.tar": layer({"x": b"y"})})),
        "layer 1 is not what",
    ),
    "a broken layer": (changed(lambda f: f.update({"0/layer.tar": b"x" * 2000})), "layer 0 cannot be read"),
    "another config": (
        changed(lambda f: f.update({one_name(f, ".json"): b"{}"})),
        "is not what its digest says",
    ),
    "no json": (changed(lambda f: f.update({"manifest.json": b"[{"})), r"manifest\.json is no JSON"),
    "deep json": (
        changed(lambda f: f.update({"manifest.json": b"[" * 100_000})),
        r"manifest\.json is no JSON",
    ),
    "other json": (changed(lambda f: f.update({"manifest.json": b"[1]"})), "expected a JSON object"),
    "no image": (changed(lambda f: f.update({"manifest.json": b"[]"})), "lists no image"),
    "two images": (changed(lambda f: f.update({"manifest.json": b"[{}, {}]"})), "holds 2 images"),
    "cut short": (changed(lambda f: None)[:1400], "in the middle of"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_saved_image_is_refused_with_a_reason(tmp_path: Path, what: str) -> None:
    data, says = REFUSED[what]
    path = tmp_path / "image.tar"
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=says):
        archive.read(path)


def test_a_link_in_an_archive_leads_nowhere_else(tmp_path: Path) -> None:
    files: dict[str, Entry] = dict(docker_files([layer(BASE)]))
    name = next(name for name in files if name.endswith(".json") and name != "manifest.json")
    files[name] = Symlink("/etc/hostname")
    path = tmp_path / "image.tar"
    path.write_bytes(layer(files))
    with pytest.raises(ArchiveError, match="is missing"):
        archive.read(path)


def test_a_layer_saved_once_for_two_places_is_found_by_its_link(tmp_path: Path) -> None:
    files: dict[str, Entry] = dict(docker_files([layer(BASE), layer(BASE)]))
    files["1/layer.tar"] = Symlink("../0/layer.tar")
    path = tmp_path / "image.tar"
    path.write_bytes(layer(files))
    assert [one.size for one in archive.read(path).layers] == [1000, 1000]


def test_the_counts_of_manifest_and_config_must_agree(tmp_path: Path) -> None:
    files = docker_files([layer(BASE), layer(TOP)])
    manifest = json.loads(files["manifest.json"])
    manifest[0]["Layers"].pop()
    files["manifest.json"] = json.dumps(manifest).encode()
    path = tmp_path / "image.tar"
    path.write_bytes(archive_of(files))
    with pytest.raises(ArchiveError, match="lists 2 layers, its manifest 1"):
        archive.read(path)
