"""What the start of a spare costs the build that runs meanwhile."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bench.throughput import LAB, warm_daemon
from grading.base_images import preparing
from grading.daemon import isolation
from labs.content import read_lab
from labs.spec import Limits


def measure(rounds: int = 20) -> dict[str, float]:
    """Median seconds of a build alone, beside a spare that starts in the background, and beside an ordinary cold start.

    They take turns, so that all meet the same load.
    """
    preparing.prepare(lambda _: None)
    alone: list[float] = []
    background: list[float] = []
    ordinary: list[float] = []
    with warm_daemon(read_lab(LAB)) as build, ThreadPoolExecutor(1) as pool:
        build(-1)
        for number in range(0, 3 * rounds, 3):
            alone.append(_timed(build, number))
            for seconds, is_background, place in ((background, True, 1), (ordinary, False, 2)):
                start = pool.submit(isolation.start, Limits(), "bench", background=is_background)
                seconds.append(_timed(build, number + place))
                start.result().destroy()
    middle = statistics.median(alone)
    return {
        "build alone": middle,
        "beside the start of a spare": statistics.median(background),
        "beside a cold start": statistics.median(ordinary),
        "slower by a spare": statistics.median(background) / middle - 1,
        "slower by a cold start": statistics.median(ordinary) / middle - 1,
    }


def _timed(build: Callable[[int], None], number: int) -> float:
    began = time.perf_counter()
    build(number)
    return time.perf_counter() - began
