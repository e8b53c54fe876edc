"""What of an image is best read as a list: packages, and files that run with somebody else's rights."""

from __future__ import annotations

from typing import NamedTuple

from grading.explorer.replay import Replay
from grading.tree.layer import FILE, SETGID, SETUID
from grading.tree.packages import Installed, installed


class Privileged(NamedTuple):
    """A file that runs with its owner's (setuid) or group's (setgid) rights, whoever starts it."""

    path: str
    mode: str  # as in "4755"
    owner: int
    group: int
    setuid: bool
    setgid: bool
    layer: int


def privileged(image: Replay) -> list[Privileged]:
    """Those of the learner's own layers first, then by path."""
    found = [
        Privileged(
            path, f"{entry.mode:04o}", entry.uid, entry.gid,
            bool(entry.mode & SETUID), bool(entry.mode & SETGID), layer,
        )
        for path, entry, layer in image.final.files()
        if entry.kind == FILE and entry.mode & (SETUID | SETGID)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.layer, one.path))


def packages(image: Replay) -> list[Installed]:
    """What package managers say is installed: what the highest layers brought first, then by manager and name."""
    found = installed(image.layers, image.final.layer_of)
    return sorted(found, key=lambda one: (-one.layer, one.manager, one.name))
