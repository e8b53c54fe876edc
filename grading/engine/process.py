"""Processes that are not our children, by handle or by pid file: a number alone may mean another one by now."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
from pathlib import Path


class Process:
    """A handle, opened while it runs, else OSError. After `close` it counts as ended; all calls are always safe."""

    def __init__(self, pid: int) -> None:
        self._descriptor: int | None = os.pidfd_open(pid)
        # A timer's kill and the main thread's close must not cross: the descriptor's number is used again, too.
        self._lock = threading.Lock()

    @property
    def ended(self) -> bool:
        with self._lock:
            return self._descriptor is None or bool(select.select([self._descriptor], [], [], 0)[0])

    def kill(self) -> None:
        with self._lock, contextlib.suppress(ProcessLookupError):
            if self._descriptor is not None:
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)

    def close(self) -> None:
        with self._lock:
            if self._descriptor is not None:
                os.close(self._descriptor)
            self._descriptor = None


def command_line(pid_file: Path) -> list[bytes]:
    """The command line of the process that a pid file names; [] when it is gone or dead."""
    try:
        return Path(f"/proc/{int(pid_file.read_text())}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return []


def forget_if_dead(pid_file: Path, program: bytes) -> None:
    """Remove the pid file unless the process it names runs this program."""
    if not any(word.endswith(program) for word in command_line(pid_file)):
        pid_file.unlink(missing_ok=True)
