"""Reading a registry's files; they are made by hand here, as the registry and as an attacker would make them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from grading.registry import stored
from grading.registry.stored import Pushed, pushed


def root(data_root: Path) -> Path:
    return data_root.joinpath(*stored.ROOT)


def push(
    data_root: Path, repository: str, tag: str, manifest: bytes = b"{}", says: bytes | None = None
) -> str:
    """Write what the registry writes; `says` is what lies there instead of the manifest."""
    digest = hashlib.sha256(manifest).hexdigest()
    current = root(data_root) / "repositories" / repository / "_manifests" / "tags" / tag / "current"
    current.mkdir(parents=True, exist_ok=True)
    (current / "link").write_text(f"sha256:{digest}")
    blob = root(data_root) / "blobs" / "sha256" / digest[:2] / digest
    blob.mkdir(parents=True, exist_ok=True)
    (blob / "data").write_bytes(manifest if says is None else says)
    return f"sha256:{digest}"


def test_nothing_was_pushed(tmp_path: Path) -> None:
    assert pushed(tmp_path) == ()


def test_every_tag_of_every_repository_is_found(tmp_path: Path) -> None:
    first = push(tmp_path, "student/app", "1.0.0")
    other = push(tmp_path, "student/app/tools", "latest", b"[]")
    push(tmp_path, "app", "latest")
    assert pushed(tmp_path) == (
        Pushed("app", "latest", first),
        Pushed("student/app", "1.0.0", first),
        Pushed("student/app/tools", "latest", other),
    )


@pytest.mark.parametrize("says", [b"[]", b"", b"{}" * (stored.MAX_MANIFEST // 2 + 1)])
def test_a_manifest_that_is_not_what_its_digest_says_is_not_there(tmp_path: Path, says: bytes) -> None:
    push(tmp_path, "app", "1", says=says)
    assert pushed(tmp_path) == ()


@pytest.mark.parametrize(("repository", "tag"), [("App", "1"), ("a b", "1"), ("app", "-x"), ("app", "é")])
def test_names_that_no_image_can_have_are_left_out(tmp_path: Path, repository: str, tag: str) -> None:
    push(tmp_path, repository, tag)
    assert pushed(tmp_path) == ()


@pytest.mark.parametrize(
    "link", ["", "../../etc/passwd", "sha256:../../../x", "sha256:" + "0" * 64, "x" * 10_000]
)
def test_links_that_name_no_blob_lead_nowhere(tmp_path: Path, link: str) -> None:
    push(tmp_path, "app", "1")
    (root(tmp_path) / "repositories/app/_manifests/tags/1/current/link").write_text(link)
    assert pushed(tmp_path) == ()


@pytest.mark.parametrize(
    "part", ["", "repositories/app", "repositories/app/_manifests/tags/1/current/link", "blobs"]
)
def test_no_symbolic_link_is_followed(tmp_path: Path, part: str) -> None:
    push(tmp_path / "other", "app", "1")
    push(tmp_path / "mine", "app", "1")
    place = root(tmp_path / "mine") / part
    place.rename(tmp_path / "away")
    place.symlink_to(root(tmp_path / "other") / part)
    assert pushed(tmp_path / "mine") == ()


def test_a_flood_of_names_is_read_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        push(tmp_path, f"app{number:02}", "1")
    monkeypatch.setattr(stored, "MAX_ENTRIES", 20)
    assert len(pushed(tmp_path)) < 20
    monkeypatch.setattr(stored, "MAX_ENTRIES", 1000)
    monkeypatch.setattr(stored, "MAX_TAGS", 5)
    assert len(pushed(tmp_path)) == 5


def test_a_deep_path_is_not_followed_to_its_end(tmp_path: Path) -> None:
    push(tmp_path, "/".join("a" * 50), "1")
    assert pushed(tmp_path) == ()
