"""Mounts of the host: asked for once, undone wholly."""

from __future__ import annotations

from pathlib import Path

from grading.engine import host


def is_mounted(target: Path) -> bool:
    """Whether something is mounted there; unlike os.path.ismount, also a folder of the same file system."""
    wanted = str(target).replace("\\", "\\134").replace(" ", "\\040")
    return any(line.split(" ")[4] == wanted for line in Path("/proc/self/mountinfo").read_text().splitlines())


def bind(source: Path, target: Path) -> None:
    """Make the folder `source` appear at `target` too."""
    for folder in (source, target):
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    if not is_mounted(target):
        host.run("mount", "--bind", source, target)


def unmount(target: Path) -> None:
    """Undo what was mounted at `target` and below it, however often."""
    while is_mounted(target):
        host.run("umount", "--recursive", target)
