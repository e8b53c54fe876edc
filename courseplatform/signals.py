"""The signals that ask a process to end, waited for by its main thread."""

from __future__ import annotations

import queue
import signal


class Asked:
    """Once made, INT and TERM end nothing by themselves: `wait` tells of them.

    No event: one that is set in a handler waits for its own lock when the signal came while the main thread held that.
    """

    def __init__(self) -> None:
        self._signals: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _: self._signals.put(number))

    def wait(self, seconds: float | None = None) -> bool:
        """Whether a signal came within `seconds`; without a limit when one came."""
        try:
            self._signals.get(timeout=seconds)
        except queue.Empty:
            return False
        return True
