"""Preparing what daemons start from: the engine, the daemon image, the base images, the golden data root."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import docker

from grading import base_images, engine
from grading.base_images import ImageList, Say, golden, recipes, rootfs, stand_ins
from grading.base_images import making as base_making
from grading.daemon import container, isolation, owners
from grading.egress import gathering
from grading.engine import host
from labs.spec import Limits

LOADING = Limits(seconds=600, memory=4 << 30, disk=16 << 30)
LOADING_SECONDS = 300


def prepare(say: Say) -> None:
    """Start the engine and make what is missing. Raises PlatformFault, and then the former state stays."""
    engine.ensure_running()
    golden.mount_pool()
    with engine.lock("prepare"):
        images = base_images.current()
        if images is None or not _is_whole(images):
            images = _make(images, say)
        if images.package_sources is None:
            base_images.write(replace(images, package_sources=_package_sources(images, say)))
        say("base images: ready")


def is_done() -> bool:
    """Whether all that daemons start from is here, as this version makes it; the engine must be up for that."""
    images = base_images.current()
    return images is not None and images.package_sources is not None and engine.is_up() and _is_whole(images)


def _is_whole(images: ImageList) -> bool:
    return (
        (images.made_by, images.daemon_image) == (_images_version(), daemon_tag())
        and (golden.pool() / images.golden).is_dir()
        and _has_programs()
        and _has_daemon_image()
    )


def _make(former: ImageList | None, say: Say) -> ImageList:
    with _work_folder() as work, ThreadPoolExecutor(max_workers=1) as pool:
        daemon_image = pool.submit(_ensure_daemon_image, work, say)
        archive = engine.state_dir() / "base-images.tar"
        if former is not None and former.made_by == _images_version() and archive.exists():
            found = former.images
        else:
            found = base_making.make_archive(work / archive.name, work, say)
            shutil.copyfile(work / archive.name, archive.with_suffix(".partial"))
            archive.with_suffix(".partial").replace(archive)
        daemon_image.result()
    say("golden data root: loading the base images")
    name, ids = _load(archive, list(found))
    images = {tag: replace(image, id=ids[tag]) for tag, image in found.items()}
    listed = ImageList(_images_version(), name, daemon_tag(), images)
    base_images.write(listed)
    return listed


def _package_sources(images: ImageList, say: Say) -> tuple[str, ...]:
    say("package sources: asking the base images for theirs")
    asked = isolation.start(Limits(), "package sources")
    try:
        return gathering.gather(asked, images.images.values(), say)
    finally:
        asked.destroy()


def _ensure_daemon_image(work: Path, say: Say) -> None:
    """Import the daemon image into the engine and put its clients where the worker finds them."""
    if _has_daemon_image() and _has_programs():
        return
    say("daemon image: Docker's programs, from Debian's packages")
    archive = work / "daemon.tar"
    rootfs.make_daemon(archive)
    rootfs.extract_programs(archive, engine.programs())
    repository, _, tag = daemon_tag().partition(":")
    engine.client(LOADING_SECONDS).api.import_image_from_file(str(archive), repository=repository, tag=tag)


def _has_programs() -> bool:
    return all((engine.programs() / name).exists() for name in rootfs.PROGRAMS)


def _has_daemon_image() -> bool:
    try:
        engine.client().images.get(daemon_tag())
    except docker.errors.ImageNotFound:
        return False
    return True


def _load(archive: Path, names: list[str]) -> tuple[str, dict[str, str]]:
    """A new golden data root with the archive's images, and what a daemon calls each of them."""
    root = golden.make_golden(f"golden-{secrets.token_hex(4)}")
    daemon = owners.new_name()
    try:
        running = container.start(daemon, "base images", daemon_tag(), root, LOADING)
        running.close()
        with closing(container.client(container.socket(daemon), LOADING_SECONDS)) as client:
            with archive.open("rb") as file:
                client.images.load(file)
            ids = {name: str(client.images.get(name).id) for name in names}
        # Stopped, not killed: what is in memory only would be missing from every snapshot.
        engine.client().api.stop(running.container, timeout=20)
    except BaseException:
        container.remove(daemon)
        golden.delete_subvolume(root)
        raise
    container.remove(daemon)
    return root.name, ids


@contextmanager
def _work_folder() -> Iterator[Path]:
    """An empty folder in the pool, whose file system takes an overlay's upper folder wherever we run."""
    folder = golden.pool() / "work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def daemon_tag() -> str:
    """The daemon image's name in the engine; another one when what it is made of changed."""
    return f"courseplatform/daemon:{_hash(Path(rootfs.__file__), *rootfs.DAEMON_FILES.iterdir())}"


def _images_version() -> str:
    made_by = (Path(str(module.__file__)) for module in (recipes, stand_ins, rootfs))
    return _hash(*made_by, *host.extra_certificates())


def _hash(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:16]
