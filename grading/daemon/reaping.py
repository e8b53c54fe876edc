"""Removing what a crash left: daemons whose process is gone, or parts of them; former golden data roots."""

from __future__ import annotations

import docker

from grading import base_images, engine
from grading.base_images import golden
from grading.daemon import container, isolation, owners


def reap() -> list[str]:
    """Destroy what nobody owns any more and return its names. Safe at any time, from any process."""
    names = set(golden.data_roots()) | _socket_folders() | _containers()
    gone = sorted(name for name in names if owners.is_abandoned(name) or name in isolation.undestroyed)
    for name in gone:
        isolation.destroy(name)
    owners.forget_dead()
    golden.forget_deleted()
    if names == set(gone):
        gone += _former_goldens()
    return gone


def _containers() -> set[str]:
    if not engine.is_up():
        return set()
    try:
        found = engine.client().api.containers(all=True, filters={"label": container.DAEMON_LABEL})
    except (docker.errors.DockerException, OSError):
        return set()
    return {entry["Names"][0].lstrip("/") for entry in found}


def _socket_folders() -> set[str]:
    folder = container.folder("any").parent
    return {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()


def _former_goldens() -> list[str]:
    """Golden data roots out of use. Only while no daemon shares blocks with them: they would become its."""
    images = base_images.current()
    former = [
        root for root in golden.pool().glob("golden-*") if images is not None and root.name != images.golden
    ]
    if not former:
        return []
    with engine.lock("prepare"):
        images = base_images.current()
        for root in former:
            if images is None or root.name != images.golden:
                golden.delete_subvolume(root)
    return [root.name for root in former]
