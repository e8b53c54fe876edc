"""What the start of a spare costs the build that runs meanwhile."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from bench.throughput import LAB, warm_daemon
from grading.base_images import preparing
from grading.daemon import isolation, spares
from labs.content import read_lab
from labs.spec import LabSpec, Limits

LOOP = "python3 -c 'sum(i * i for i in range(30_000_000))'"
BUSY = f"RUN {LOOP} & {LOOP} & wait"


def measure(rounds: int = 12) -> dict[str, float]:
    """Median seconds of a build alone, beside a spare that starts in the background, and beside an ordinary cold start:
    of a build as short as they come, which a spare of the same worker is never started beside (`REFILL_SECONDS`), and
    of one that lasts longer than that, on both processors. They take turns, so that all meet the same load.
    """
    preparing.prepare(lambda _: None)
    lab = read_lab(LAB)
    text = lab.solution["Dockerfile"]
    longer = replace(lab, solution=dict(lab.solution) | {"Dockerfile": f"{text}\n{BUSY}\n"})
    return _measure("short build", lab, 0.0, rounds) | _measure(
        "longer build", longer, spares.REFILL_SECONDS, rounds
    )


def _measure(name: str, lab: LabSpec, later: float, rounds: int) -> dict[str, float]:
    """The start begins `later` seconds after the build."""
    alone: list[float] = []
    background: list[float] = []
    ordinary: list[float] = []
    with warm_daemon(lab) as build, ThreadPoolExecutor(1) as pool:
        build(-1)
        for number in range(0, 3 * rounds, 3):
            alone.append(_timed(build, number))
            for seconds, is_background, place in ((background, True, 1), (ordinary, False, 2)):
                start = pool.submit(_start, later, is_background)
                seconds.append(_timed(build, number + place))
                start.result().destroy()
    middle = statistics.median(alone)
    return {
        f"{name} alone": middle,
        f"{name}: slower by a spare": statistics.median(background) / middle - 1,
        f"{name}: slower by a cold start": statistics.median(ordinary) / middle - 1,
    }


def _start(later: float, background: bool) -> isolation.Daemon:
    time.sleep(later)
    return isolation.start(Limits(), "bench", background=background)


def _timed(build: Callable[[int], None], number: int) -> float:
    began = time.perf_counter()
    build(number)
    return time.perf_counter() - began
