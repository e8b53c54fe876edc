"""One run of the buildx program: its events while it runs, how it ended."""

from __future__ import annotations

import contextlib
import json
import os
import re
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop as _

from grading import engine
from grading.build import powerless
from grading.build.rawjson import Event, Failure, Reader, failure
from grading.daemon.isolation import Daemon
from grading.faults import LimitReached, PlatformFault

MAX_BYTES = 128 << 20
CHUNK = 64 << 10
TICK_SECONDS = 0.1
MAX_ANSWER = 1 << 20

_IMAGE_ID = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Ended:
    """`failure` is None when the build worked."""

    code: int
    failure: Failure | None


def build(
    arguments: Sequence[str],
    daemon: Daemon,
    home: Path,
    take: Callable[[Event], None],
    tick: Callable[[], None],
    deadline: float,
) -> Ended:
    """Run `buildx build` against the daemon, powerless and as a process group that never outlives this call.

    `take` gets the events as they come; `tick` is called ten times a second and may raise to stop the build.
    `deadline` is a time of time.monotonic(), TimeoutError says that it came. Raises LimitReached for a flood.
    """
    process = powerless.start(engine.buildx(), ["build", "--progress=rawjson", *arguments], daemon, home)
    reader = Reader()
    try:
        _follow(process, reader, take, tick, deadline)
        code = process.wait(timeout=max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stderr:
            process.stderr.close()
    for event in reader.close():
        take(event)
    return Ended(code, failure(bytes(reader.tail)) if code else None)


def _follow(
    process: subprocess.Popen[bytes],
    reader: Reader,
    take: Callable[[Event], None],
    tick: Callable[[], None],
    deadline: float,
) -> None:
    """Read what the process says until it closes its end."""
    assert process.stderr is not None  # it was asked for
    descriptor = process.stderr.fileno()
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
            for event in reader.feed(data):
                take(event)


def image_id(answer: Path) -> str:
    """The id of the image that was built, from buildx's metadata file. Raises PlatformFault when it says
    none.
    """
    try:
        with answer.open("rb") as file:
            found = json.loads(file.read(MAX_ANSWER)).get("containerimage.digest", "")
    except (OSError, ValueError, AttributeError, RecursionError):
        found = ""
    if not isinstance(found, str) or not _IMAGE_ID.fullmatch(found):
        raise PlatformFault("The build ended well, but the daemon did not name an image.")
    return found
