"""Processes that are not our children, by handle or by pid file: a number alone may mean another one by now."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
import time
from pathlib import Path

DYING_SECONDS = 1.0  # how long a process that was killed may still be seen running
END_SECONDS = 10.0


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

    def ends_within(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not self.ended:
            if time.monotonic() > until:
                return False
            time.sleep(0.01)
        return True

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
    """Remove the pid file unless the process it names runs this program, and is not just dying."""
    if _is_over(pid_file, program, DYING_SECONDS):
        pid_file.unlink(missing_ok=True)


def end(pid_file: Path, program: bytes) -> None:
    """Kill the process that a pid file names, if it runs this program; the file goes once it has ended."""
    if _is_over(pid_file, program, END_SECONDS, kill=True):
        pid_file.unlink(missing_ok=True)


def _is_over(pid_file: Path, program: bytes, seconds: float, *, kill: bool = False) -> bool:
    """Whether the process that a pid file names runs another program, or has ended within so many seconds."""
    try:
        process = Process(int(pid_file.read_text()))
    except (OSError, ValueError):
        return True
    with contextlib.closing(process):
        if not any(word.endswith(program) for word in command_line(pid_file)):
            return True
        if kill:
            process.kill()
        return process.ends_within(seconds)
