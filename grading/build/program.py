"""One run of a program that speaks with a learner's daemon: what it says while it runs, its exit code."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from django.utils.translation import gettext_noop as _

from grading.build import powerless
from grading.daemon.isolation import Daemon
from grading.faults import LimitReached

MAX_BYTES = 128 << 20
CHUNK = 64 << 10
TICK_SECONDS = 0.1

Hear = Callable[[bytes], None]


def run(
    program: Path,
    arguments: Sequence[str],
    daemon: Daemon,
    home: Path,
    hear: Hear,
    tick: Callable[[], None],
    deadline: float,
    *,
    given: bytes = b"",
    everything: bool = False,
) -> int:
    """Run it powerless and as a process group that never outlives this call; returns its exit code.

    `hear` gets what comes on its standard error, or on both streams if `everything` is wanted; `given` is what it
    reads, 4 KiB at most. `tick` is called ten times a second and may raise to stop it. `deadline` is a time of
    time.monotonic(), TimeoutError says that it came. Raises LimitReached for a flood.
    """
    process = powerless.start(program, arguments, daemon, home, given=given, everything=everything)
    output = process.stdout if everything else process.stderr
    assert output is not None  # it was asked for
    try:
        _follow(output.fileno(), hear, tick, deadline)
        return process.wait(timeout=max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        output.close()


def _follow(descriptor: int, hear: Hear, tick: Callable[[], None], deadline: float) -> None:
    """Read what the process says until it closes its end."""
    left = MAX_BYTES
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        ticked = time.monotonic()
        while True:
            now = time.monotonic()
            if now >= deadline:
                raise TimeoutError
            if now - ticked >= TICK_SECONDS:
                ticked = now
                tick()
            if not selector.select(min(TICK_SECONDS, deadline - now)):
                continue
            data = os.read(descriptor, CHUNK)
            if not data:
                return
            left -= len(data)
            if left < 0:
                raise LimitReached(
                    _("The log limit of %(limit_bytes)s was reached: the build printed more, %(log_bytes)s."),
                    limit="log",
                    limit_bytes=MAX_BYTES,
                    log_bytes=MAX_BYTES - left,
                )
            hear(data)
