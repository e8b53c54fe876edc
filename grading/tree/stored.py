"""The compact form of a layer's files, in which trees are kept and sent: JSON columns, compressed, with a version."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import zstandard

from grading.tree.layer import DEVICE, FILE, FOLDER, PIPE, SYMLINK, Entry, LayerFiles, Package

VERSION = 1
MAX_UNPACKED = 512 << 20  # bytes
_LETTERS = {FILE: "f", FOLDER: "d", SYMLINK: "l", DEVICE: "b", PIPE: "p"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_LENGTH = 4  # bytes before each layer in the form of several


def pack(layer: LayerFiles) -> bytes:
    """One layer; `unpack` makes it again."""
    entries = layer.entries.values()
    columns: dict[str, Any] = {
        "version": VERSION,
        "paths": list(layer.entries),
        "kinds": "".join(_LETTERS[one.kind] for one in entries),
        "sizes": [one.size for one in entries],
        "modes": [one.mode for one in entries],
        "uids": [one.uid for one in entries],
        "gids": [one.gid for one in entries],
        "links": {number: one.link for number, one in enumerate(entries) if one.link},
        "removed": layer.removed,
        "opaque": layer.opaque,
        "packages": layer.packages,
    }
    return zstandard.compress(json.dumps(columns, separators=(",", ":")).encode())


def unpacked_size(data: bytes) -> int:
    """The bytes that one packed layer takes before it is understood, as it says itself. Raises ValueError."""
    try:
        return int(zstandard.frame_content_size(data))
    except zstandard.ZstdError as error:
        raise ValueError(f"no files of an image: {error}") from error


def unpack(data: bytes) -> LayerFiles:
    """Raises ValueError for anything that `pack` did not make."""
    try:
        columns = json.loads(zstandard.decompress(data, max_output_size=MAX_UNPACKED))
        if columns["version"] != VERSION:
            raise ValueError(f"files of an image in version {columns['version']}, expected {VERSION}")
        links = [""] * len(columns["paths"])
        for number, link in columns["links"].items():
            links[int(number)] = link
        kinds = [_KINDS[kind] for kind in columns["kinds"]]
        numbers = (columns[name] for name in ("sizes", "modes", "uids", "gids"))
        rows = map(Entry._make, zip(kinds, *numbers, links, strict=True))
        return LayerFiles(
            dict(zip(columns["paths"], rows, strict=True)),
            columns["removed"],
            columns["opaque"],
            {path: [Package(*one) for one in found] for path, found in columns["packages"].items()},
        )
    except (zstandard.ZstdError, KeyError, IndexError, TypeError) as error:
        raise ValueError(f"no files of an image: {error}") from error


def join(layers: Iterable[bytes]) -> bytes:
    """Several packed layers as one piece."""
    return b"".join(len(layer).to_bytes(_LENGTH, "big") + layer for layer in layers)


def split(data: bytes) -> Sequence[bytes]:
    """The packed layers that `join` put together. Raises ValueError when it is cut short."""
    found, at = [], 0
    while at < len(data):
        end = at + _LENGTH + int.from_bytes(data[at : at + _LENGTH], "big")
        if end > len(data):
            raise ValueError("the files of an image are cut short")
        found.append(data[at + _LENGTH : end])
        at = end
    return found
