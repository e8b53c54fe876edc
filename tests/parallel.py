"""Tests in several processes at once, each with an engine of its own, so that neither sees what the other leaves.

Loaded by pytest before Django's settings are read.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FIRST, STATE_DIR = "gw0", "STATE_DIR"
HERE = os.environ.get("PYTEST_XDIST_WORKER", FIRST)
COMMON = Path(os.environ.get(STATE_DIR) or Path(__file__).parents[1] / "var")
PREPARING_SECONDS = 600
# Those that take long come first: what is left at the end is small. The very first prepares the engine for all.
LONG = (
    "test_bad_luck",
    "test_attacks",
    "test_soak",
    "test_french_labs",
    "test_english_labs",
    "test_postgresql",
)

if HERE != FIRST and COMMON.name != HERE:
    os.environ[STATE_DIR] = str(COMMON / HERE)


def weight(path: Path, with_engine: bool) -> int:
    """To sort files of tests by. While the first process prepares its engine the others have those that need none;
    those of the browser are last, as its event loop would be in the way of the database.
    """
    if "browser" in path.parts:
        return len(LONG) + 1
    if path.stem == LONG[0]:
        return -2
    if not with_engine:
        return -1
    return LONG.index(path.stem) if path.stem in LONG else len(LONG)


def take_over() -> None:
    """Use the images that the first process makes, rather than make them again."""
    from django.conf import settings

    from grading import engine
    from grading.base_images import golden, preparing

    if HERE == FIRST:
        return
    engine.ensure_running()
    golden.mount_pool()
    if preparing.is_done():
        return
    mine, until = engine.state_dir(), time.monotonic() + PREPARING_SECONDS
    with tempfile.NamedTemporaryFile() as archive:
        with _elsewhere(settings, COMMON):
            while not preparing.is_done():
                if time.monotonic() > until:
                    raise TimeoutError("the first process did not prepare its engine")
                time.sleep(0.5)
            former = engine.state_dir()
            shutil.copytree(former / "bin", mine / "bin", dirs_exist_ok=True)
            shutil.copyfile(former / "base-images.tar", mine / "base-images.tar")
            listed = Path(settings.STATE_DIR) / "images"
            for part in engine.client(PREPARING_SECONDS).api.get_image(preparing.daemon_tag()):
                archive.write(part)
        shutil.copytree(listed, Path(settings.STATE_DIR) / "images", dirs_exist_ok=True)
        archive.seek(0)
        engine.client(PREPARING_SECONDS).images.load(archive)


@contextmanager
def _elsewhere(settings: object, folder: Path) -> Iterator[None]:
    former = settings.STATE_DIR  # type: ignore[attr-defined]
    settings.STATE_DIR = folder  # type: ignore[attr-defined]
    try:
        yield
    finally:
        settings.STATE_DIR = former  # type: ignore[attr-defined]
