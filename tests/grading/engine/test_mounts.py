from __future__ import annotations

from pathlib import Path

import pytest

from grading.engine import mounts

pytestmark = pytest.mark.engine  # mounting needs root, as the engine does


def test_a_folder_bound_elsewhere_is_seen_and_bound_once(tmp_path: Path) -> None:
    source, target = tmp_path / "a source", tmp_path / "target"
    assert not mounts.is_mounted(target)
    mounts.bind(source, target)
    mounts.bind(source, target)
    (source / "file").touch()
    assert mounts.is_mounted(target)
    assert (target / "file").exists()
    mounts.unmount(target)
    assert not mounts.is_mounted(target)
    assert not (target / "file").exists()


def test_a_folder_that_was_deleted_and_made_again_is_bound_again(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    mounts.bind(source, target)
    source.rmdir()
    mounts.bind(source, target)
    (target / "file").touch()
    assert (source / "file").exists()
    mounts.unmount(target)


def test_a_place_with_a_blank_in_its_name_is_found(tmp_path: Path) -> None:
    target = tmp_path / "a target"
    mounts.bind(tmp_path / "source", target)
    assert mounts.is_mounted(target)
    mounts.unmount(target)


def test_what_is_mounted_below_goes_too(tmp_path: Path) -> None:
    outer, inner = tmp_path / "outer", tmp_path / "outer" / "inner"
    mounts.bind(tmp_path / "source", outer)
    mounts.bind(tmp_path / "other", inner)
    mounts.unmount(outer)
    assert not mounts.is_mounted(inner)


def test_where_nothing_is_mounted_nothing_happens(tmp_path: Path) -> None:
    mounts.unmount(tmp_path)
