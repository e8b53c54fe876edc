"""A saved image -> ImageFacts, without any daemon: what `docker save` writes, or an OCI layout in a tar.

The archive is read where it lies, layer after layer as a stream; what is kept in memory grows with the number of
files in the image, not with their size. Every digest is checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from grading.dockerfile import Dockerfile
from grading.facts import ImageFacts
from grading.faults import Fault, LearnerFault
from grading.image import layer_ids
from grading.image.archive_file import Archive, ArchiveError, digest_in, opened
from grading.image.assembly import Assembly
from grading.image.compression import UNREADABLE, uncompressed
from grading.image.layers import Budget, from_tar
from grading.references import parse_reference
from grading.tree import LayerFiles

CHUNK = 1 << 20
MAX_NESTED = 3  # indexes of indexes
_REFERENCE_TYPE = "vnd.docker.reference.type"  # of what describes an image and is none
_NAMES = ("io.containerd.image.name", "org.opencontainers.image.ref.name")


@dataclass(frozen=True)
class _Image:
    """Where the parts of one image are in an archive."""

    id: str
    tags: Sequence[str]
    config: Mapping[str, Any]
    layers: Sequence[str]


def read(path: Path, base_layers: int = 1) -> ImageFacts:
    """Facts of the one image in an archive, of which the first `base_layers` layers count as the base's.

    Raises ArchiveError, and OSError when the file cannot be read.
    """
    with opened(path) as archive:
        image = _docker(archive) if "manifest.json" in archive else _oci(archive)
        try:
            diff_ids = layer_ids(image.config)
        except Fault as fault:
            raise ArchiveError(str(fault)) from fault
        if len(diff_ids) != len(image.layers):
            raise ArchiveError(
                f"its config lists {len(diff_ids)} layers, its manifest {len(image.layers)}: expected the same number"
            )
        found, budget = Assembly(), Budget()
        for index, (name, diff_id) in enumerate(zip(image.layers, diff_ids, strict=True)):
            found.add(_layer(archive, name, diff_id, index, budget), base=index < base_layers)
        return found.facts(image.id, image.tags, image.config, diff_ids, Dockerfile((), ()), None)


def _docker(archive: Archive) -> _Image:
    """As `docker save` lists it in manifest.json."""
    entries = archive.json("manifest.json")
    if not isinstance(entries, list) or not entries:
        raise ArchiveError("manifest.json lists no image")
    if len(entries) > 1:
        raise ArchiveError(f"it holds {len(entries)} images: expected one, as docker save NAME:TAG writes")
    entry = _object(entries[0], "manifest.json")
    config = _text(entry.get("Config"), "manifest.json", "Config")
    return _Image(
        digest_in(config) or "",
        [tag for tag in entry.get("RepoTags") or [] if isinstance(tag, str)],
        _object(archive.json(config), config),
        [
            _text(layer, "manifest.json", "Layers")
            for layer in _list(entry.get("Layers"), "manifest.json", "Layers")
        ],
    )


def _oci(archive: Archive) -> _Image:
    """As an OCI layout lists it, from index.json down to the manifest."""
    if "index.json" not in archive:
        raise ArchiveError("no saved image: it has neither a manifest.json nor an index.json")
    name, tags = "index.json", list[str]()
    for _ in range(MAX_NESTED + 1):
        manifest = _object(archive.json(name), name)
        if "manifests" not in manifest:
            break
        images = [one for one in _list(manifest["manifests"], name, "manifests") if _is_image(one)]
        if len(images) != 1:
            raise ArchiveError(f"{name} lists {len(images)} images: expected one")
        tags += _names(images[0])
        name = _blob(images[0], name)
    config = _blob(manifest.get("config"), name)
    layers = [_blob(layer, name) for layer in _list(manifest.get("layers"), name, "layers")]
    return _Image(digest_in(name) or "", tags[:1], _object(archive.json(config), config), layers)


def _is_image(descriptor: object) -> bool:
    return isinstance(descriptor, dict) and _REFERENCE_TYPE not in (descriptor.get("annotations") or {})


def _names(descriptor: Mapping[str, Any]) -> list[str]:
    annotations = descriptor.get("annotations") or {}
    found = [annotations[key] for key in _NAMES if isinstance(annotations.get(key), str)]
    try:
        return [parse_reference(name).familiar for name in found[:1]]
    except LearnerFault:
        return found[:1]


def _blob(descriptor: object, where: str) -> str:
    digest = digest_in(_text(_object(descriptor, where).get("digest"), where, "digest"))
    if digest is None:
        raise ArchiveError(f"{where} names a blob by something else than a sha256 digest")
    return f"blobs/sha256/{digest.removeprefix('sha256:')}"


def _layer(archive: Archive, name: str, diff_id: str, index: int, budget: Budget) -> LayerFiles:
    with archive.open(name) as file:
        try:
            stream = _Hashed(uncompressed(file))
            found = from_tar(stream, budget)  # type: ignore[arg-type]
            while stream.read(CHUNK):
                pass
        except UNREADABLE as error:
            raise ArchiveError(f"layer {index} cannot be read: {error}") from error
        except Fault as fault:
            raise ArchiveError(f"layer {index}: {fault}") from fault
    if stream.digest != diff_id:
        raise ArchiveError(f"layer {index} is not what its digest says")
    return found


class _Hashed:
    """A stream that knows the sha256 of what was read of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.sha256 = stream, hashlib.sha256()

    @property
    def digest(self) -> str:
        return f"sha256:{self.sha256.hexdigest()}"

    def read(self, size: int) -> bytes:
        data = self.stream.read(size)
        self.sha256.update(data)
        return data


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ArchiveError(f"{where}: expected a JSON object")
    return value


def _list(value: object, where: str, key: str) -> list[Any]:
    if not isinstance(value, list):
        raise ArchiveError(f"{where}: {key} is no list")
    return value


def _text(value: object, where: str, key: str) -> str:
    if not isinstance(value, str):
        raise ArchiveError(f"{where}: {key} is no text")
    return value
