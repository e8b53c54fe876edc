"""The stages of a running submission: told when they begin, timed when they end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from grading.models import Stage, State

Publish = Callable[[dict[str, Any]], None]
Timings = dict[str, float]


def silent(event: dict[str, Any]) -> None:
    """Publishes nothing, for work that nobody watches."""


@contextmanager
def stage(name: Stage, publish: Publish, timings: Timings) -> Iterator[None]:
    """Publish that a stage began; add its seconds to `timings` when it ends, however it ends."""
    publish({"type": "state", "state": State.RUNNING, "stage": name})
    began = time.monotonic()
    try:
        yield
    finally:
        timings[str(name)] = timings.get(str(name), 0.0) + time.monotonic() - began
