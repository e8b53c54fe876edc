"""Warm daemons, started before anybody asks. Each worker process keeps its own; a fork begins with none.

A thread of the process keeps their number: it starts new ones in the background and replaces those that died.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections import deque

from grading.daemon import isolation
from grading.daemon.isolation import Daemon
from grading.faults import PlatformFault
from labs.spec import Limits

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0  # how often it is seen whether the spares live
REFILL_SECONDS = 1.0  # a short build is not disturbed by the start of the next spare
FAILED_SECONDS = 15.0  # between tries when none can be started
WAIT_SECONDS = 0.5  # for a spare that is starting; about what a cold start takes
OWNER = "spare"


class _Spares:
    """The spares of one process: how many there should be, those there are, one refill at a time."""

    def __init__(self) -> None:
        self.wanted = 0
        self.ready: deque[Daemon] = deque()
        self.filling = threading.Lock()
        self.keeper: threading.Thread | None = None
        self.called = threading.Event()
        self.due = 0.0  # when the keeper looks next, as time.monotonic() has it


_spares = _Spares()


def _forget() -> None:
    global _spares
    _spares = _Spares()


os.register_at_fork(after_in_child=_forget)


def ready() -> list[str]:
    """The names of this process's spares that can be taken now."""
    return [spare.name for spare in list(_spares.ready)]


def fill(number: int) -> None:
    """Have `number` spares ready in this process from now on; 0 destroys those there are. Raises PlatformFault."""
    _spares.wanted = number
    _look_after(LOOK_SECONDS)
    if number and _spares.keeper is None:
        _spares.keeper = threading.Thread(target=_keep, args=(_spares,), daemon=True, name="spare daemons")
        _spares.keeper.start()
    _fill(_spares)


def take(limits: Limits) -> Daemon | None:
    """A spare with these limits, or None. A dead one is thrown away, one that is starting is waited for a moment."""
    if _spares.wanted == 0:
        return None
    if not _spares.ready and _spares.filling.acquire(timeout=WAIT_SECONDS):
        _spares.filling.release()
    while True:
        try:
            found = _spares.ready.popleft()
        except IndexError:
            return None
        if found.alive:
            with contextlib.suppress(OSError, PlatformFault):
                found.limit(limits)
                _look_after(REFILL_SECONDS)
                return found
        found.destroy()


def refill_soon() -> None:
    """Begin a refill now, in the background: a daemon has just been destroyed."""
    _look_after(0.0)


def _look_after(seconds: float) -> None:
    _spares.due = time.monotonic() + seconds
    _spares.called.set()


def _keep(mine: _Spares) -> None:
    """The keeper's life: it ends when no spares are wanted any more."""
    while mine.wanted:
        if mine.called.wait(max(0.0, mine.due - time.monotonic())):
            mine.called.clear()  # when to look has changed
            continue
        mine.due = time.monotonic() + LOOK_SECONDS
        try:
            _fill(mine)
        except PlatformFault as fault:
            log.warning("no spare daemon: %s", fault)
            mine.due = time.monotonic() + FAILED_SECONDS
    mine.keeper = None


def _fill(mine: _Spares) -> None:
    with mine.filling:
        for spare in [spare for spare in list(mine.ready) if not spare.alive]:
            with contextlib.suppress(ValueError):  # it has just been taken, and is found dead there
                mine.ready.remove(spare)
                spare.destroy()
        while len(mine.ready) < mine.wanted:
            mine.ready.append(isolation.start(Limits(), OWNER, background=True))
        while len(mine.ready) > mine.wanted:
            mine.ready.popleft().destroy()
