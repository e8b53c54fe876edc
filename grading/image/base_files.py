"""What the base images hold, file by file: read once from the golden data root, which no submission can
change.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from grading import base_images, engine
from grading.base_images import golden
from grading.faults import PlatformFault
from grading.image.assembly import Assembly
from grading.image.layers import Budget, from_folder
from grading.image.store import Store, chain_ids
from grading.tree import LayerFiles, stored


@lru_cache(maxsize=32)
def of(diff_ids: tuple[str, ...]) -> Assembly:
    """The base image with these layers, to go on from a copy of it; of no layers at all, nothing."""
    found = Assembly()
    if not diff_ids or base_images.current() is None:
        return found
    name = chain_ids(diff_ids)[-1].removeprefix("sha256:")
    path = engine.state_dir() / "base-files" / f"{name}.{stored.VERSION}"
    try:
        layers = [stored.unpack(layer) for layer in stored.split(path.read_bytes())]
    except FileNotFoundError:
        layers = read(golden_store(), diff_ids)
        _keep(layers, path)
    for layer in layers:
        found.add(layer, base=True)
    return found


def golden_store() -> Store:
    """Where the base images lie, out of reach of every submission."""
    listed = base_images.current()
    if listed is None:
        raise PlatformFault("There are no base images: run manage.py base_images.")
    return Store(golden.pool() / listed.golden)


def read(store: Store, diff_ids: Sequence[str]) -> list[LayerFiles]:
    """The files of an image in `store`, all of whose layers are unpacked there."""
    layers, root = [], engine.remapped_root()
    for chain_id in chain_ids(diff_ids):
        with store.layer_folder(chain_id) as folder:
            if folder is None:
                raise PlatformFault("A base image's layer is missing: run manage.py base_images.")
            layers.append(from_folder(folder, Budget(), root))
    return layers


def _keep(layers: Sequence[LayerFiles], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_bytes(stored.join(map(stored.pack, layers)))
    partial.replace(path)
