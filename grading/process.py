"""A handle of a process, which means that process even after its number was given to another one."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading


class Process:
    """Opened while it runs, else OSError. After `close` it counts as ended; every method may be called at any time."""

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
