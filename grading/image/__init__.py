"""The image that a submission built -> ImageFacts, read beside the daemon from what it keeps on disk.

Base layers are known in advance, so only the submission's own layers are walked. Manifest and config are
checked against their digests, which a daemon cannot forge.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from grading import engine
from grading.base_images import BaseImage
from grading.daemon.isolation import Daemon
from grading.dockerfile import Dockerfile
from grading.facts import BuildResult, ImageFacts
from grading.faults import LimitReached, PlatformFault
from grading.image import base_files
from grading.image.compression import UNREADABLE, uncompressed
from grading.image.layers import Budget, from_folder, from_tar
from grading.image.store import Store, chain_ids
from grading.tree import LayerFiles

MAX_LAYERS = 500


def read(
    daemon: Daemon, build: BuildResult, dockerfile: Dockerfile, bases: Mapping[str, BaseImage]
) -> ImageFacts:
    """Facts of `build.image_id`. Raises LimitReached when the image is too much to read, PlatformFault when
    we failed.
    """
    if build.image_id is None:
        raise PlatformFault("The build made no image to read.")
    store = Store(daemon.data_root)
    try:
        return _read(store, build.image_id, build.tags, dockerfile, bases, Budget(_stop_when_expired(daemon)))
    except OSError as error:
        raise PlatformFault("The image cannot be read: %(reason)s", reason=str(error.strerror)) from error


def _read(
    store: Store,
    image_id: str,
    tags: Mapping[str, str],
    dockerfile: Dockerfile,
    bases: Mapping[str, BaseImage],
    budget: Budget,
) -> ImageFacts:
    manifest = store.json_blob(image_id)
    config = store.json_blob(digest_of(manifest.get("config")))
    diff_ids = layer_ids(config)
    base = base_of(diff_ids, bases, {stage.image for stage in dockerfile.stages})
    found = base_files.of(base.diff_ids if base else ()).copy()
    for index, chain_id in list(enumerate(chain_ids(diff_ids)))[found.layers :]:
        found.add(_own_layer(store, chain_id, manifest, index, budget))
    named = [tag for tag, image in tags.items() if image == image_id]
    return found.facts(image_id, named, config, diff_ids, dockerfile, base.name if base else None)


def base_of(
    diff_ids: Sequence[str], bases: Mapping[str, BaseImage], written: Container[str] = ()
) -> BaseImage | None:
    """The base image that has the most of an image's lowest layers; of one under several names, one that is
    `written` in the Dockerfile, or else the first by name.
    """
    fitting = [
        base
        for _, base in sorted(bases.items())
        if base.diff_ids and tuple(diff_ids[: len(base.diff_ids)]) == base.diff_ids
    ]
    return max(fitting, key=lambda base: (len(base.diff_ids), base.name in written), default=None)


def _own_layer(
    store: Store, chain_id: str, manifest: Mapping[str, Any], index: int, budget: Budget
) -> LayerFiles:
    with store.layer_folder(chain_id) as folder:
        if folder is not None:
            return from_folder(folder, budget, engine.remapped_root())
    # Not unpacked in the daemon: its blob says the same, more slowly.
    blobs = manifest.get("layers")
    blob = blobs[index] if isinstance(blobs, list) and index < len(blobs) else None
    with store.open_blob(digest_of(blob)) as file:
        try:
            return from_tar(uncompressed(file, budget.pause), budget)
        except UNREADABLE as error:
            raise PlatformFault(
                "Layer %(index)d cannot be read: %(reason)s", index=index, reason=str(error)
            ) from error


def digest_of(descriptor: object) -> str:
    digest = descriptor.get("digest") if isinstance(descriptor, dict) else None
    if not isinstance(digest, str):
        raise PlatformFault("The image's manifest does not say where its parts are.")
    return digest


def layer_ids(config: Mapping[str, Any]) -> list[str]:
    root = config.get("rootfs")
    diff_ids = root.get("diff_ids") if isinstance(root, dict) else None
    if not isinstance(diff_ids, list) or not all(isinstance(diff_id, str) for diff_id in diff_ids):
        raise PlatformFault("The image's config does not list its layers.")
    if len(diff_ids) > MAX_LAYERS:
        raise LimitReached(_("The image has more than %(layers)d layers."), limit="disk", layers=MAX_LAYERS)
    return diff_ids


def _stop_when_expired(daemon: Daemon) -> Any:
    def pause() -> None:
        if daemon.expired:
            raise PlatformFault("The daemon was stopped while its image was read.")

    return pause
