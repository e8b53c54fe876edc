"""How much of the server one person may use for what is asked while typing."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import caches

SECONDS_A_MINUTE = 6.0  # of one process: some hundred answers, or a tenth of one thread for who wants to harm
_one_at_once = threading.Semaphore(1)  # pages have two threads in a process: the other one stays free


class Spent(Exception):
    """Not now: ask again in a few seconds."""


@contextmanager
def spending(person: int, part: float = 1.0) -> Iterator[None]:
    """Time what is done meanwhile, on account of a person (their key), who may have this part of a usual share.

    Raises Spent before doing anything.
    """
    minute = int(time.time() // 60)
    key = f"spent:{person}:{minute}"
    spent: float = caches["here"].get(key, 0.0)
    if spent >= part * SECONDS_A_MINUTE or not _one_at_once.acquire(blocking=False):
        raise Spent
    began = time.monotonic()
    try:
        yield
    finally:
        _one_at_once.release()
        caches["here"].set(key, spent + time.monotonic() - began, 120)
