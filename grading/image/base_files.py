"""What the base images hold, file by file: read once from the golden data root, which no submission can
change.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from grading import base_images, engine
from grading.base_images import golden
from grading.faults import PlatformFault
from grading.image.efficiency import Tally
from grading.image.final import Final
from grading.image.layers import Budget, LayerFiles, from_folder
from grading.image.store import Store, chain_ids

KEPT_FORM = 2  # of the files kept here


@dataclass(frozen=True)
class BaseFiles:
    """A base image's layers as (size in bytes, files), the tally and the finished image to go on from.

    `hidden` are the bytes that the base image hides by itself.
    """

    layers: tuple[tuple[int, int], ...]
    tally: Tally
    final: Final
    hidden: int


NONE = BaseFiles((), Tally(), Final(), 0)  # of an image from scratch


@lru_cache(maxsize=32)
def of(diff_ids: tuple[str, ...]) -> BaseFiles:
    """The files of the base image with these layers; of no layers at all, nothing."""
    listed = base_images.current()
    if listed is None or not diff_ids:
        return NONE
    name = chain_ids(diff_ids)[-1].removeprefix("sha256:")
    path = engine.state_dir() / "base-files" / f"{name}.{KEPT_FORM}.json"
    try:
        layers = [LayerFiles(**layer) for layer in json.loads(path.read_text())]
    except FileNotFoundError:
        layers = read(Store(golden.pool() / listed.golden), diff_ids)
        _keep(layers, path)
    return _tallied(layers)


def read(store: Store, diff_ids: Sequence[str]) -> list[LayerFiles]:
    """The files of an image in `store`, all of whose layers are unpacked there."""
    layers = []
    for chain_id in chain_ids(diff_ids):
        with store.layer_folder(chain_id) as folder:
            if folder is None:
                raise PlatformFault("A base image's layer is missing: run manage.py base_images.")
            layers.append(from_folder(folder, Budget()))
    return layers


def _tallied(layers: Sequence[LayerFiles]) -> BaseFiles:
    tally, final = Tally(), Final()
    for layer in layers:
        tally.add(layer)
        final.add(layer)
    return BaseFiles(
        tuple((layer.size, len(layer.files)) for layer in layers), tally, final, sum(final.hidden())
    )


def _keep(layers: Sequence[LayerFiles], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(json.dumps([asdict(layer) for layer in layers]))
    partial.replace(path)
