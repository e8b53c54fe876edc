"""Folders compared without Docker; images are in tests/grading/probes/test_build_twice.py."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grading.image.differences import MAX_KEPT, Comparison
from grading.image.layers import Budget, open_folder


def compared(one: Path, other: Path, times: bool = False, ignored: str = "") -> Comparison:
    comparison = Comparison(lambda path: path == ignored, times, Budget())
    first, second = open_folder(one), open_folder(other)
    try:
        comparison.folders(first, second)
    finally:
        os.close(first)
        os.close(second)
    return comparison


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders that hold the same, written at other times."""
    folders = tmp_path / "one", tmp_path / "other"
    for hour, folder in enumerate(folders):
        (folder / "etc").mkdir(parents=True)
        (folder / "etc" / "file").write_text("text")
        (folder / "link").symlink_to("etc")
        os.mkfifo(folder / "pipe")
        os.utime(folder / "etc" / "file", (hour, hour))
    return folders


def paths(comparison: Comparison) -> list[str]:
    return [one.path for one in comparison.found]


def test_times_count_only_when_they_are_asked_for_and_never_those_of_folders(pair: tuple[Path, Path]) -> None:
    assert compared(*pair).count == 0
    os.utime(pair[1] / "pipe", (5, 5))
    os.utime(pair[0] / "pipe", (5, 5))
    assert "/etc" not in paths(compared(*pair, times=True))
    assert "/etc/file" in paths(compared(*pair, times=True))


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda folder: (folder / "etc" / "file").write_text("texx"), "/etc/file"),
        (lambda folder: (folder / "etc" / "file").write_text("longer"), "/etc/file"),
        (lambda folder: (folder / "etc" / "file").chmod(0o755), "/etc/file"),
        (lambda folder: (folder / "etc" / "file").unlink(), "/etc/file"),
        (lambda folder: (folder / "etc" / "new").write_text(""), "/etc/new"),
        (lambda folder: (folder / "etc").chmod(0o700), "/etc"),
        (lambda folder: (folder / "pipe").unlink(), "/pipe"),
    ],
)
def test_a_path_that_differs_is_named(
    pair: tuple[Path, Path], change: Callable[[Path], object], path: str
) -> None:
    change(pair[1])
    assert paths(compared(*pair)) == [path]


def test_links_are_compared_and_not_followed(pair: tuple[Path, Path], tmp_path: Path) -> None:
    for number, folder in enumerate(pair):
        outside = tmp_path / f"outside{number}"
        outside.mkdir()
        (outside / "secret").write_text(str(number))
        (folder / "link").unlink()
        (folder / "link").symlink_to("../outside")
    assert compared(*pair).count == 0
    (pair[1] / "link").unlink()
    (pair[1] / "link").symlink_to("etc2")
    assert paths(compared(*pair)) == ["/link"]


def test_what_is_ignored_is_not_looked_into(pair: tuple[Path, Path]) -> None:
    (pair[1] / "etc" / "file").write_text("other")
    assert compared(*pair, ignored="/etc").count == 0


def test_of_many_only_the_first_are_kept(pair: tuple[Path, Path]) -> None:
    for number in range(MAX_KEPT + 5):
        (pair[0] / f"{number:03}").touch()
    comparison = compared(*pair)
    assert (comparison.count, len(comparison.found)) == (MAX_KEPT + 5, MAX_KEPT)
