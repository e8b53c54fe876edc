"""What a killed engine, or a killed part of it, leaves on the host: control groups, processes, mounts, loop devices."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

from grading.engine import host, mounts
from grading.faults import PlatformFault

CONTROL_GROUPS = Path("/sys/fs/cgroup")


def control_groups(parent: str) -> set[str]:
    """The ids of containers that have a control group below the engine's own, in any hierarchy."""
    return {
        folder.name for engines in _hierarchies(parent) for folder in engines.iterdir() if folder.is_dir()
    }


def end_control_group(parent: str, container: str) -> None:
    """Kill what runs in it and remove it. What is still on its way out stays for the next time."""
    folders = [engines / container for engines in _hierarchies(parent) if (engines / container).is_dir()]
    for folder in folders:
        for processes in folder.rglob("cgroup.procs"):
            _kill(processes)
    for folder in folders:
        inside = [path for path in folder.rglob("*") if path.is_dir()]
        for path in [*sorted(inside, reverse=True), folder]:
            with contextlib.suppress(OSError):
                path.rmdir()


def unmount_below(folder: Path) -> None:
    """Undo all mounts below a folder, the innermost first; not the folder's own."""
    for target in sorted((path for path in mounts.targets() if folder in path.parents), reverse=True):
        with contextlib.suppress(PlatformFault):  # with another one of them
            mounts.unmount(target)


def loop_devices(file: Path) -> list[str]:
    """Loop devices over `file`, or over a deleted one in its place, that nothing is mounted from."""
    mounted = mounts.sources()
    found = []
    for backing in Path("/sys/block").glob("loop*/loop/backing_file"):
        with contextlib.suppress(OSError):  # it has just been let go
            device = f"/dev/{backing.parent.parent.name}"
            if backing.read_text().strip().removesuffix(" (deleted)") == str(file) and device not in mounted:
                found.append(device)
    return sorted(found)


def detach(device: str) -> None:
    """Let go of a loop device's file; one that is being mounted just now is let go when it is unmounted."""
    with contextlib.suppress(PlatformFault):  # somebody else did
        host.run("losetup", "--detach", device)


def _hierarchies(parent: str) -> Iterator[Path]:
    """The engine's own control group: one in version 2, one for each controller in version 1."""
    yield from (
        root / parent for root in (CONTROL_GROUPS, *CONTROL_GROUPS.glob("*")) if (root / parent).is_dir()
    )


def _kill(processes: Path) -> None:
    with contextlib.suppress(OSError):
        for pid in map(int, processes.read_text().split()):
            if pid > 0:  # 0 is one that this process number namespace does not see, and would mean ourselves
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
