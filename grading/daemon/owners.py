"""Whose a daemon is: its name holds its owner's lease, a locked file that the kernel unlocks when the owner dies.

A lock is seen from every process namespace that shares the run directory, and no number is ever another process's.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
from pathlib import Path

from grading import engine


class _Lease:
    """That of this process: made when it first names a daemon."""

    def __init__(self) -> None:
        self.making = threading.Lock()
        self.descriptor: int | None = None
        self.token = ""


_lease = _Lease()


def _forget() -> None:
    """A forked child owns nothing of its parent's, and must not keep its parent's lock when that dies."""
    global _lease
    if _lease.descriptor is not None:
        os.close(_lease.descriptor)
    _lease = _Lease()


os.register_at_fork(after_in_child=_forget)


def new_name() -> str:
    """A name for a daemon of this process; containers, data roots and socket folders all bear it."""
    with _lease.making:
        if _lease.descriptor is None:
            _lease.token, _lease.descriptor = _take()
    return f"d-{_lease.token}-{secrets.token_hex(4)}"


def temporary_folder() -> Path:
    """A new folder for temporary files of this process; `reap` removes it when the process is gone."""
    path = temporary_folders() / new_name()
    path.mkdir(mode=0o700, parents=True)
    return path


def temporary_folders() -> Path:
    return engine.run_dir() / "tmp"


def is_abandoned(name: str) -> bool:
    """Whether the process that started the daemon has ended."""
    parts = name.split("-")
    return len(parts) != 3 or not _is_held(_folder() / parts[1])


def forget_dead() -> None:
    """Remove the leases of processes that have ended."""
    for path in _folder().glob("*"):
        if not _is_held(path):
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return engine.run_dir() / "owners"


def _take() -> tuple[str, int]:
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        token = secrets.token_hex(8)
        path = _folder() / token
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if path.exists():  # else it was taken for a dead one's before it was locked
            return token, descriptor
        os.close(descriptor)


def _is_held(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
