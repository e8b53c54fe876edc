"""Warm daemons, started before anybody asks. Each worker process keeps its own; a fork begins with none."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections import deque

from grading.daemon import isolation
from grading.daemon.isolation import Daemon
from grading.faults import PlatformFault
from labs.spec import Limits

log = logging.getLogger(__name__)

REFILL_SECONDS = 1.0  # a short build is not disturbed by the start of the next spare
OWNER = "spare"


class _Spares:
    """The spares of one process: how many there should be, those there are, one refill at a time."""

    def __init__(self) -> None:
        self.wanted = 0
        self.ready: deque[Daemon] = deque()
        self.filling = threading.Lock()
        self.timer: threading.Timer | None = None


_spares = _Spares()


def _forget() -> None:
    global _spares
    _spares = _Spares()


os.register_at_fork(after_in_child=_forget)


def ready() -> list[str]:
    """The names of this process's spares that can be taken now."""
    return [spare.name for spare in list(_spares.ready)]


def fill(number: int) -> None:
    """Have `number` spares ready in this process from now on; 0 destroys those there are."""
    _spares.wanted = number
    with _spares.filling:
        while len(_spares.ready) < _spares.wanted:
            _spares.ready.append(isolation.start(Limits(), OWNER))
        while len(_spares.ready) > _spares.wanted:
            _spares.ready.popleft().destroy()


def take(limits: Limits) -> Daemon | None:
    """A spare with these limits, or None. A dead one is thrown away, one that is starting is waited for."""
    if _spares.wanted == 0:
        return None
    if not _spares.ready:
        with _spares.filling:
            pass
    while True:
        try:
            found = _spares.ready.popleft()
        except IndexError:
            return None
        if found.alive:
            with contextlib.suppress(OSError, PlatformFault):
                found.limit(limits)
                _refill_after(REFILL_SECONDS)
                return found
        found.destroy()


def refill_soon() -> None:
    """Begin a refill now, in the background: a daemon has just been destroyed."""
    _refill_after(0.0)


def _refill_after(seconds: float) -> None:
    if _spares.wanted == 0:
        return
    if _spares.timer is not None:
        _spares.timer.cancel()
    _spares.timer = threading.Timer(seconds, _refill)
    _spares.timer.daemon = True
    _spares.timer.start()


def _refill() -> None:
    try:
        fill(_spares.wanted)
    except PlatformFault as fault:
        log.warning("no spare daemon: %s", fault)
