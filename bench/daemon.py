"""How fast a submission's daemon is there and gone: cold, destroyed, and taken warm."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

from grading.base_images import preparing
from grading.daemon import isolation, spares
from grading.daemon.isolation import Daemon
from labs.spec import Limits

OWNER = "bench"
Result = TypeVar("Result")


def measure(rounds: int = 20) -> dict[str, float]:
    """Medians in seconds, each of `rounds`.

    `cold` is from nothing to the first API answer with the base images present, `destroy` until container, data
    root and sockets are gone, `spare` the taking of a warm daemon with other limits than it was started with.
    """
    preparing.prepare(lambda _: None)
    _cold().destroy()  # the first one finds everything on disk only
    colds, destroys = [], []
    for _ in range(rounds):
        seconds, daemon = _timed(_cold)
        colds.append(seconds)
        destroys.append(_timed(daemon.destroy)[0])
    return {
        "cold": statistics.median(colds),
        "destroy": statistics.median(destroys),
        "spare": statistics.median(_take_spare() for _ in range(rounds)),
    }


def _cold() -> Daemon:
    return isolation.start(Limits(), OWNER)


def _take_spare() -> float:
    spares.fill(1)
    seconds, daemon = _timed(lambda: spares.take(Limits(memory=512 << 20)))
    spares.fill(0)
    assert daemon is not None
    daemon.destroy()
    return seconds


def _timed(call: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    result = call()
    return time.perf_counter() - began, result
