"""Removing what a crash left: daemons whose process is gone, data roots and sockets without one, former golden roots."""

from __future__ import annotations

import docker
from requests.exceptions import RequestException

from grading import base_images, container, daemon, engine, golden, owners


def reap() -> list[str]:
    """Destroy what nobody owns any more and return its names. Safe at any time, from any process."""
    names = set(golden.data_roots()) | _socket_folders() | _containers()
    gone = sorted(name for name in names if owners.is_abandoned(name))
    for name in gone:
        daemon.destroy(name)
    if names == set(gone):
        gone += _former_goldens()
    return gone


def _containers() -> set[str]:
    if not engine.is_up():
        return set()
    try:
        found = engine.client().api.containers(all=True, filters={"label": container.DAEMON_LABEL})
    except (docker.errors.DockerException, RequestException):
        return set()
    return {entry["Names"][0].lstrip("/") for entry in found}


def _socket_folders() -> set[str]:
    folder = container.folder("any").parent
    return {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()


def _former_goldens() -> list[str]:
    """Golden roots that are no longer used; only while no daemon shares blocks with them, or its quota would jump."""
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
