from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from grading import base_images
from grading.base_images import BaseImage, BaseLayer, ImageList

IMAGE = BaseImage(
    name="python:3.11-slim",
    id="sha256:1",
    digest=None,
    layers=(BaseLayer("sha256:a", 100, 3), BaseLayer("sha256:b", 20, 2)),
    stand_in=True,
)
LISTED = ImageList("made by", "golden-1", "daemon:1", {IMAGE.name: IMAGE})


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Path:
    settings.STATE_DIR = tmp_path
    base_images.list_file().parent.mkdir()
    return tmp_path


def test_there_are_none_before_they_are_prepared(elsewhere: Path) -> None:
    assert base_images.available() == {}
    assert base_images.current() is None


def test_the_list_is_read_as_it_was_written(elsewhere: Path) -> None:
    base_images.write(LISTED)
    assert base_images.current() == LISTED
    assert base_images.available() == {"python:3.11-slim": IMAGE}


def test_a_new_list_is_seen_by_a_running_process(elsewhere: Path) -> None:
    base_images.write(LISTED)
    assert base_images.available()
    base_images.write(ImageList("made by", "golden-2", "daemon:1", {}))
    assert base_images.available() == {}


def test_a_size_is_that_of_all_layers() -> None:
    assert IMAGE.size == 120
    assert IMAGE.diff_ids == ("sha256:a", "sha256:b")


def test_nothing_half_written_is_left(elsewhere: Path) -> None:
    base_images.write(LISTED)
    assert [path.name for path in base_images.list_file().parent.iterdir()] == ["base-images.json"]
    assert json.loads(base_images.list_file().read_text())["golden"] == "golden-1"
