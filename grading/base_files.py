"""What the base images hold, file by file: read once from the golden data root, which no submission can
change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from grading import base_images, golden
from grading.efficiency import Tally
from grading.faults import PlatformFault
from grading.layers import Budget, from_folder
from grading.store import Store, chain_ids


@dataclass(frozen=True)
class BaseFiles:
    """A base image's layers as (size in bytes, files), and the tally to go on from."""

    layers: tuple[tuple[int, int], ...] = ()
    tally: Tally = field(default_factory=Tally)


@lru_cache(maxsize=32)
def of(diff_ids: tuple[str, ...]) -> BaseFiles:
    """The files of the base image with these layers; of no layers at all, nothing."""
    if not diff_ids:
        return BaseFiles()
    listed = base_images.current()
    if listed is None:
        raise PlatformFault("There are no base images: run manage.py base_images.")
    return read(Store(golden.pool() / listed.golden), diff_ids)


def read(store: Store, diff_ids: Sequence[str]) -> BaseFiles:
    """The files of an image in `store`, all of whose layers are unpacked there."""
    tally, layers = Tally(), []
    for chain_id in chain_ids(diff_ids):
        with store.layer_folder(chain_id) as folder:
            if folder is None:
                raise PlatformFault("A base image's layer is missing: run manage.py base_images.")
            found = from_folder(folder, Budget())
        tally.add(found)
        layers.append((found.size, len(found.files)))
    return BaseFiles(tuple(layers), tally)
