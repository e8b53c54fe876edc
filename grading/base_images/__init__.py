"""The base images that labs may build on: made or pulled once, kept as archives, present in every daemon.

Whoever makes them (`preparing`) writes their list last, so that an interrupted run leaves the former state.
Reading it needs no daemon.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BaseLayer:
    """One layer: `size` is the sum of its files' sizes in bytes, `files` how many entries its tar has."""

    diff_id: str
    size: int
    files: int


@dataclass(frozen=True)
class BaseImage:
    """A base image under one of its names: `id` as a daemon has it, `digest` the registry's if pulled."""

    name: str
    id: str
    digest: str | None
    layers: tuple[BaseLayer, ...]
    stand_in: bool

    @property
    def diff_ids(self) -> tuple[str, ...]:
        return tuple(layer.diff_id for layer in self.layers)

    @property
    def size(self) -> int:
        """Bytes: the sum of the sizes of the files in its layers."""
        return sum(layer.size for layer in self.layers)


@dataclass(frozen=True)
class ImageList:
    """What `preparing` wrote: what made the images, the golden data root they are in, the daemon image.

    `package_sources` are the addresses (`https://host:443`) that packages come from, as the images say; None while
    they were not asked.
    """

    made_by: str
    golden: str
    daemon_image: str
    images: dict[str, BaseImage]
    package_sources: tuple[str, ...] | None = None


def list_file() -> Path:
    """In a folder of its own: in compose, all that is seen of the engine's state by the web server and the workers."""
    return Path(settings.STATE_DIR) / "images" / "base-images.json"


def available() -> dict[str, BaseImage]:
    """By every name that may stand in FROM ("nginx", "nginx:1.22"); {} before they are prepared."""
    found = current()
    return dict(found.images) if found else {}


def current() -> ImageList | None:
    """The list as it is now; None before they are prepared first."""
    try:
        return _read(list_file(), list_file().stat().st_mtime_ns)
    except FileNotFoundError:
        return None


def write(images: ImageList) -> None:
    list_file().parent.mkdir(parents=True, exist_ok=True)
    partial = list_file().with_suffix(".partial")
    partial.write_text(json.dumps(asdict(images), indent=1))
    partial.replace(list_file())


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> ImageList:
    data = json.loads(path.read_text())
    images = {
        name: BaseImage(**{**image, "layers": tuple(BaseLayer(**layer) for layer in image["layers"])})
        for name, image in data.pop("images").items()
    }
    named = data.pop("package_sources", None)
    return ImageList(images=images, package_sources=None if named is None else tuple(named), **data)
