"""Mounts of the host: asked for once, undone wholly."""

from __future__ import annotations

import re
from pathlib import Path

from grading.engine import host


def is_mounted(target: Path) -> bool:
    """Whether something is mounted there; unlike os.path.ismount, also a folder of the same file system."""
    return target in targets()


def targets() -> list[Path]:
    """Where something is mounted, oldest first."""
    return [Path(_plain(fields[4])) for fields in _table()]


def sources() -> set[str]:
    """What is mounted somewhere: devices, and what other file systems call themselves."""
    return {_plain(fields[fields.index("-") + 2]) for fields in _table()}


def bind(source: Path, target: Path) -> None:
    """Make the folder `source` appear at `target` too, in place of one that was deleted or moved since."""
    for folder in (source, target):
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    if is_mounted(target):
        if target.samefile(source):
            return
        unmount(target)
    host.run("mount", "--bind", source, target)


def unmount(target: Path) -> None:
    """Undo what was mounted at `target` and below it, however often."""
    while is_mounted(target):
        host.run("umount", "--recursive", target)


def _table() -> list[list[str]]:
    return [line.split(" ") for line in Path("/proc/self/mountinfo").read_text().splitlines()]


def _plain(text: str) -> str:
    """A name as it is, where the table has spaces and their like as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)
