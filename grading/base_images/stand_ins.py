"""Stand-ins for base images, built from Debian's packages into one docker archive with shared layers."""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import shutil
import stat
import tarfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from grading.base_images import Say, rootfs
from grading.base_images.recipes import DEBIAN, RECIPES, STAND_IN_LABEL, Recipe
from grading.engine import host
from grading.faults import PlatformFault

MAKING_SECONDS = 600
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
# $1: the folder of this image. Mounts end with the mount namespace, services with the process namespace.
_IN_CHROOT = """
set -e
cd "$1"
mount -t overlay -o lowerdir=../debian,upperdir=upper,workdir=work,redirect_dir=off,metacopy=off overlay root
mount -t proc proc root/proc
mount -t tmpfs -o mode=755 tmpfs root/dev
for name in null zero full random urandom tty; do
    touch "root/dev/$name"
    mount --bind "/dev/$name" "root/dev/$name"
done
cat /etc/resolv.conf > root/etc/resolv.conf
chroot root env -i PATH="$PATH" DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 sh -e
rm -f root/etc/resolv.conf
"""


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer as an uncompressed tar, and its sha256 in hex."""

    path: Path
    digest: str
    created_by: str


def make_archive(target: Path, work: Path, say: Say) -> None:
    """Write all recipes' images as one docker archive; `work` is an empty folder that can hold an overlay."""
    host.require("unshare", "mount", "chroot", "mmdebstrap")
    say(f"base images: {DEBIAN.name}")
    rootfs.make_debian(work / "debian")
    host.run("find", work / "debian" / "dev", "-mindepth", "1", "-delete")
    _trust_as_the_host(work / "debian")
    debian = _write_layer(work / "debian.tar", work / "debian", "Debian's packages, by mmdebstrap")

    def make(recipe: Recipe) -> tuple[Recipe, list[_Layer]]:
        if recipe is DEBIAN:
            return recipe, [debian]
        say(f"base images: {recipe.name}")
        layer = _make_layer(recipe, work)
        return recipe, [layer] if recipe.bare else [debian, layer]

    with ThreadPoolExecutor(max_workers=2) as pool:
        images = list(pool.map(make, RECIPES))
    _write_archive(target, images)


def _make_layer(recipe: Recipe, work: Path) -> _Layer:
    folder = work / recipe.name.replace(":", "-")
    for name in ("upper", "work", "root"):
        (folder / name).mkdir(parents=True)
    (folder / "upper").chmod(0o755)
    if recipe.npm:
        _add_npm(recipe.npm, folder)
    host.run(
        "unshare", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child",
        "sh", "-c", _IN_CHROOT, "sh", folder,
        seconds=MAKING_SECONDS,
        given="apt-get update -qq\n" + recipe.script,
    )  # fmt: skip
    source = folder / "upper" / "image" if recipe.bare else folder / "upper"
    return _write_layer(folder / "layer.tar", source, f"Debian's packages for {recipe.name}")


def _trust_as_the_host(root: Path) -> None:
    """Where this host reaches package sources through somebody with a certificate of his own, so do the images."""
    folder = root / "usr" / "local" / "share" / "ca-certificates"
    for certificate in host.extra_certificates():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(certificate, folder / certificate.name)
        (folder / certificate.name).chmod(0o644)


def _add_npm(version: str, folder: Path) -> None:
    """Put npm, which has all that it needs in its own package, where node:18-slim has it."""
    path = f"{settings.BASE_DIR / 'var' / 'tools' / 'bin'}:{os.defpath}"
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise PlatformFault("npm is missing: run courseplatform/setup.sh.")
    fetched = folder / "npm"
    fetched.mkdir()
    # The tools' node trusts its own list only, this host perhaps somebody more.
    host.run(
        "env", f"NODE_EXTRA_CA_CERTS={host.CERTIFICATES}",
        f"PATH={Path(npm).parent}:{path}", f"npm_config_cache={fetched / 'cache'}",
        npm, "pack", "--silent", f"npm@{version}", "--pack-destination", fetched,
        seconds=MAKING_SECONDS,
    )  # fmt: skip
    target = folder / "upper" / "usr" / "local" / "lib" / "node_modules" / "npm"
    target.mkdir(parents=True)
    for archive in fetched.glob("*.tgz"):
        host.run("tar", "--extract", "--file", archive, "--directory", target, "--strip-components=1",
                 "--no-same-owner")  # fmt: skip
    (target / "npmrc").write_text("prefix=/usr/local\n")


def _write_layer(target: Path, source: Path, created_by: str) -> _Layer:
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as tar:
        _add_tree(tar, source, "")
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return _Layer(target, digest, created_by)


def _add_tree(tar: tarfile.TarFile, folder: Path, inside: str) -> None:
    """Add what is below an overlay's upper folder, its deletions written as image layers have them (.wh.)."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        found = entry.stat(follow_symlinks=False)
        name = f"{inside}{entry.name}"
        if stat.S_ISCHR(found.st_mode) and found.st_rdev == 0:
            tar.addfile(tarfile.TarInfo(f"{inside}.wh.{entry.name}"))
            continue
        tar.add(entry.path, name, recursive=False)
        if entry.is_dir(follow_symlinks=False):
            if "trusted.overlay.opaque" in os.listxattr(entry.path):
                tar.addfile(tarfile.TarInfo(f"{name}/.wh..wh..opq"))
            _add_tree(tar, Path(entry.path), f"{name}/")


def _write_archive(target: Path, images: list[tuple[Recipe, list[_Layer]]]) -> None:
    manifest: list[dict[str, Any]] = []
    written: set[str] = set()
    with tarfile.open(target, "w") as tar:
        for recipe, layers in images:
            for layer in layers:
                if layer.digest not in written:
                    tar.add(layer.path, f"{layer.digest}.tar")
                    written.add(layer.digest)
            config = json.dumps(_config(recipe, layers)).encode()
            name = f"{hashlib.sha256(config).hexdigest()}.json"
            _add_bytes(tar, name, config)
            tags = [tag for tag in (recipe.name, *recipe.tags) if ":" in tag]
            paths = [f"{layer.digest}.tar" for layer in layers]
            manifest.append({"Config": name, "RepoTags": tags, "Layers": paths})
        _add_bytes(tar, "manifest.json", json.dumps(manifest).encode())


def _config(recipe: Recipe, layers: list[_Layer]) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {
        "architecture": _ARCHITECTURES[platform.machine()],
        "os": "linux",
        "created": now,
        "config": {**recipe.config, "Labels": {STAND_IN_LABEL: "true"}},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{layer.digest}" for layer in layers]},
        "history": [{"created": now, "created_by": layer.created_by} for layer in layers],
    }


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))
