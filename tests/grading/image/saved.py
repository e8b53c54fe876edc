"""Saved images made by hand: layers as lists of what is in them, archives of both forms."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard

Compress = Callable[[bytes], bytes]
COMPRESSIONS: dict[str, Compress] = {
    "plain": lambda data: data,
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "zstd": lambda data: zstandard.ZstdCompressor().compress(data),
}


@dataclass(frozen=True)
class Link:
    """A hard link in a layer."""

    to: str


@dataclass(frozen=True)
class Symlink:
    to: str


class Folder:
    pass


Entry = bytes | Link | Symlink | Folder


def layer(entries: Mapping[str, Entry]) -> bytes:
    """The tar of a layer; a name that begins with .wh. is a whiteout."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name, entry in entries.items():
            member = tarfile.TarInfo(name)
            data = entry if isinstance(entry, bytes) else b""
            if isinstance(entry, Link):
                member.type, member.linkname = tarfile.LNKTYPE, entry.to
            elif isinstance(entry, Symlink):
                member.type, member.linkname = tarfile.SYMTYPE, entry.to
            elif isinstance(entry, Folder):
                member.type = tarfile.DIRTYPE
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return stream.getvalue()


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def config(layers: Sequence[bytes]) -> bytes:
    made = {
        "os": "linux",
        "architecture": "amd64",
        "config": {"Cmd": ["sh"]},
        "rootfs": {"type": "layers", "diff_ids": [digest(one) for one in layers]},
        "history": [{"created_by": f"RUN step {number}"} for number in range(len(layers))],
    }
    return json.dumps(made).encode()


def archive(files: Mapping[str, bytes]) -> bytes:
    return layer(files)


def docker_files(layers: Sequence[bytes], compress: Compress = COMPRESSIONS["plain"]) -> dict[str, bytes]:
    """What docker save wrote before it wrote OCI layouts too."""
    about = config(layers)
    name = f"{digest(about).removeprefix('sha256:')}.json"
    names = [f"{number}/layer.tar" for number in range(len(layers))]
    manifest = [{"Config": name, "RepoTags": ["app:1.0.0"], "Layers": names}]
    stored = dict(zip(names, map(compress, layers), strict=True))
    return {**stored, name: about, "manifest.json": json.dumps(manifest).encode()}


def oci_files(layers: Sequence[bytes], compress: Compress = COMPRESSIONS["plain"]) -> dict[str, bytes]:
    """An OCI layout with an index in its index, and an attestation beside the image."""
    blobs: dict[str, bytes] = {}

    def blob(data: bytes, **more: Any) -> dict[str, Any]:
        blobs[f"blobs/sha256/{digest(data).removeprefix('sha256:')}"] = data
        return {"digest": digest(data), "size": len(data), **more}

    manifest = {"config": blob(config(layers)), "layers": [blob(compress(one)) for one in layers]}
    about = {"annotations": {"vnd.docker.reference.type": "attestation-manifest"}}
    index = {"manifests": [blob(json.dumps(manifest).encode()), blob(b"{}", **about)]}
    named = {"annotations": {"io.containerd.image.name": "docker.io/library/app:1.0.0"}}
    top = {"manifests": [blob(json.dumps(index).encode(), **named)]}
    return {"oci-layout": b'{"imageLayoutVersion": "1.0.0"}', **blobs, "index.json": json.dumps(top).encode()}


def saved(folder: Path, *layers: Mapping[str, Entry]) -> Path:
    """A docker archive of these layers, in a file."""
    return saved_layers(folder, *map(layer, layers))


def saved_layers(folder: Path, *layers: bytes) -> Path:
    path = folder / "image.tar"
    path.write_bytes(archive(docker_files(layers)))
    return path


def sparse_layer(name: str, size: int) -> bytes:
    """The tar of a layer with one file of that size, of which GNU's sparse form stores the first block."""
    block = bytearray(layer({name: b"x" * tarfile.BLOCKSIZE}))
    block[156:157] = tarfile.GNUTYPE_SPARSE
    block[257:265] = b"ustar  \0"
    block[386:410] = b"%011o\0%011o\0" % (0, tarfile.BLOCKSIZE)
    block[483:495] = b"%011o\0" % size
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block[: tarfile.BLOCKSIZE])
    return bytes(block)
