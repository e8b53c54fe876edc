"""The signals that ask a process to end, waited for by its main thread."""

from __future__ import annotations

import os
import select
import signal


class Asked:
    """Once made, INT and TERM end nothing by themselves: `wait` tells of them, from the first on.

    Through a pipe, which keeps a signal that comes just before the wait begins: a wait for a lock is interrupted by
    no such signal, and its handler is not run before the wait is over.
    """

    def __init__(self) -> None:
        self._heard, told = os.pipe()
        os.set_blocking(told, False)
        signal.set_wakeup_fd(told)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)

    def wait(self, seconds: float | None = None) -> bool:
        """Whether a signal came within `seconds`; without a limit when one came."""
        readable, _, _ = select.select([self._heard], [], [], seconds)
        return bool(readable)
