"""Whose a daemon is: its name tells the process that started it, so that anybody sees when it is gone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def new_name() -> str:
    """A name for a daemon of this process; containers, data roots and socket folders all bear it."""
    pid = os.getpid()
    return f"d-{_pid_namespace():x}-{pid}-{_start_time(pid)}-{secrets.token_hex(4)}"


def is_abandoned(name: str) -> bool:
    """Whether the process that started the daemon has ended; False where that cannot be seen from here."""
    try:
        _, namespace, pid, started, _ = name.split("-")
        if int(namespace, 16) != _pid_namespace():
            return False
        return _start_time(int(pid)) != int(started)
    except ValueError:
        return True


def _pid_namespace() -> int:
    return Path("/proc/self/ns/pid").stat().st_ino


def _start_time(pid: int) -> int | None:
    """When the process started, in clock ticks since boot; None when it has ended."""
    try:
        # The command's name may hold spaces and parentheses: what follows its last one is plain.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else int(fields[19])
