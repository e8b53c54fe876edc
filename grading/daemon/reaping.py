"""Removing what a crash left: daemons whose process is gone, or parts of them; former golden data roots; the rest.

Safe at any time, from any process: what lives has an owner, or is known to the engine.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import docker

from grading import base_images, engine
from grading.base_images import golden
from grading.daemon import container, isolation, owners
from grading.engine import remains

GOLDEN_SECONDS = 60.0  # who has read the list of images before it changed has made a snapshot by then


def reap() -> list[str]:
    """Destroy what nobody owns any more and return its names; [] also while another process does that."""
    with engine.lock_if_free("reap") as ours:
        return (
            [*_daemons(), *_control_groups(), *_loop_devices(), *_files(), *_former_goldens()] if ours else []
        )


def names() -> list[str]:
    """Of all daemons there are, or parts of them: container, data root, folder of sockets and of the build."""
    containers = _containers(label=container.DAEMON_LABEL) or {}
    return sorted(set(golden.data_roots()) | _folders() | set(containers))


def _daemons() -> list[str]:
    gone = [name for name in names() if owners.is_abandoned(name) or name in isolation.undestroyed]
    for name in gone:
        isolation.destroy(name)
    owners.forget_dead()
    golden.forget_deleted()
    return gone


def _control_groups() -> list[str]:
    """Of containers that the engine does not know. They are listed first: a container is known before it has one."""
    there = remains.control_groups(engine.control_group())
    known = _containers()
    if not there or known is None:
        return []
    gone = sorted(there - set(known.values()))
    for name in gone:
        remains.end_control_group(engine.control_group(), name)
    return [f"control group {name}" for name in gone]


def _loop_devices() -> list[str]:
    gone = remains.loop_devices(golden.pool_file())
    for device in gone:
        remains.detach(device)
    return gone


def _files() -> list[str]:
    """Temporary folders; half-written files, which end in a dot and the name of who writes them."""
    folders = [path for path in owners.temporary_folders().glob("*") if owners.is_abandoned(path.name)]
    for path in folders:
        shutil.rmtree(path, ignore_errors=True)
    found = engine.state_dir().glob("*/*.d-*")
    files = [path for path in found if owners.is_abandoned(path.suffix.lstrip("."))]
    for path in files:
        path.unlink(missing_ok=True)
    return sorted(str(path) for path in (*folders, *files))


def _containers(**filters: str) -> dict[str, str] | None:
    """The engine's containers, running or not, as name -> id; None when it does not answer."""
    if not engine.is_up():
        return None
    try:
        found = engine.client().api.containers(all=True, filters=filters)
    except (docker.errors.DockerException, OSError):
        return None
    return {_name(entry["Names"] or [entry["Id"]]): entry["Id"] for entry in found}


def _name(names: list[str]) -> str:
    return names[0].lstrip("/")


def _folders() -> set[str]:
    folder = container.folder("any").parent
    return {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()


def _former_goldens() -> list[str]:
    """Golden data roots out of use. With the older quotas the blocks shared with one would become the daemon's own."""
    if not _others(base_images.current()) or (golden.data_roots() and not golden.has_simple_quotas()):
        return []
    with engine.lock_if_free("prepare") as ours:  # else one is being made, and is not in the list yet
        if not ours or not _settled():
            return []
        former = _others(base_images.current())
        for root in former:
            golden.delete_subvolume(root)
        return [root.name for root in former]


def _settled() -> bool:
    return time.time() - base_images.list_file().stat().st_mtime > GOLDEN_SECONDS


def _others(images: base_images.ImageList | None) -> list[Path]:
    """All golden data roots but the one in use; [] before there is one."""
    return [
        root for root in golden.pool().glob("golden-*") if images is not None and root.name != images.golden
    ]
