"""The image that a submission built -> ImageFacts, read beside the daemon from what it keeps on disk.

Base layers are known in advance, so only the submission's own layers are walked. Manifest and config are
checked against their digests, which a daemon cannot forge.
"""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Mapping, Sequence
from typing import IO, Any, cast

from django.utils.translation import gettext_noop as _

from grading.base_images import BaseImage
from grading.daemon.isolation import Daemon
from grading.dockerfile import Dockerfile
from grading.facts import BuildResult, ImageFacts, Layer
from grading.faults import LimitReached, PlatformFault
from grading.image import base_files, history
from grading.image.layers import Budget, LayerFiles, from_folder, from_tar
from grading.image.store import Store, chain_ids

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
    config = store.json_blob(_digest(manifest.get("config")))
    diff_ids = _diff_ids(config)
    base = base_of(diff_ids, bases)
    known = base_files.of(base.diff_ids if base else ())
    tally = known.tally.copy()
    steps = history.origins(config, len(diff_ids), len(known.layers), dockerfile)
    layers = []
    for index, chain_id in enumerate(chain_ids(diff_ids)):
        if index < len(known.layers):
            size, files = known.layers[index]
        else:
            found = _own_layer(store, chain_id, manifest, index, budget)
            tally.add(found)
            size, files = found.size, len(found.files)
        layers.append(
            Layer(
                index=index,
                diff_id=diff_ids[index],
                size=size,
                files=files,
                created_by=steps[index].created_by,
                line=steps[index].line,
                base=index < len(known.layers),
            )
        )
    return ImageFacts(
        id=image_id,
        tags=tuple(sorted(tag for tag, image in tags.items() if image == image_id)),
        layers=tuple(layers),
        config=_plain(config.get("config")),
        platform=f"{_word(config.get('os'))}/{_word(config.get('architecture'))}",
        base_image=base.name if base else None,
        efficiency=tally.efficiency,
        wasted_bytes=tally.wasted,
        base_wasted_bytes=known.tally.wasted,
    )


def base_of(diff_ids: Sequence[str], bases: Mapping[str, BaseImage]) -> BaseImage | None:
    """The base image that has the most of an image's lowest layers; of one under several names, the first
    by name.
    """
    fitting = [
        base
        for _, base in sorted(bases.items())
        if base.diff_ids and tuple(diff_ids[: len(base.diff_ids)]) == base.diff_ids
    ]
    return max(fitting, key=lambda base: len(base.diff_ids), default=None)


def _own_layer(
    store: Store, chain_id: str, manifest: Mapping[str, Any], index: int, budget: Budget
) -> LayerFiles:
    with store.layer_folder(chain_id) as folder:
        if folder is not None:
            return from_folder(folder, budget)
    # Not unpacked in the daemon: its blob says the same, more slowly.
    blobs = manifest.get("layers")
    blob = blobs[index] if isinstance(blobs, list) and index < len(blobs) else None
    with store.open_blob(_digest(blob)) as file:
        try:
            return from_tar(uncompressed(file), budget)
        except (tarfile.TarError, zlib.error, EOFError) as error:
            raise PlatformFault(
                "Layer %(index)d cannot be read: %(reason)s", index=index, reason=str(error)
            ) from error


def uncompressed(file: IO[bytes]) -> IO[bytes]:
    """A layer's blob as its tar, whether it was compressed or not."""
    magic = file.read(2)
    file.seek(0)
    return cast(IO[bytes], gzip.GzipFile(fileobj=file)) if magic == b"\x1f\x8b" else file


def _digest(descriptor: object) -> str:
    digest = descriptor.get("digest") if isinstance(descriptor, dict) else None
    if not isinstance(digest, str):
        raise PlatformFault("The image's manifest does not say where its parts are.")
    return digest


def _diff_ids(config: Mapping[str, Any]) -> list[str]:
    root = config.get("rootfs")
    diff_ids = root.get("diff_ids") if isinstance(root, dict) else None
    if not isinstance(diff_ids, list) or not all(isinstance(diff_id, str) for diff_id in diff_ids):
        raise PlatformFault("The image's config does not list its layers.")
    if len(diff_ids) > MAX_LAYERS:
        raise LimitReached(_("The image has more than %(layers)d layers."), limit="disk", layers=MAX_LAYERS)
    return diff_ids


def _plain(config: object) -> dict[str, Any]:
    """The config as the image says it; JSON already, so it only must be an object."""
    return config if isinstance(config, dict) else {}


def _word(value: object) -> str:
    return value[:40] if isinstance(value, str) else ""


def _stop_when_expired(daemon: Daemon) -> Any:
    def pause() -> None:
        if daemon.expired:
            raise PlatformFault("The daemon was stopped while its image was read.")

    return pause
