"""A container from its start to its end."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum

from grading.containers.container import started
from grading.containers.output import Take
from grading.containers.spec import ContainerSpec
from grading.daemon.isolation import Daemon
from labs.spec import Limits


class Stopped(StrEnum):
    """Why a container was stopped before it ended."""

    SECONDS = "seconds"
    OUTPUT = "output"  # it printed more than is taken


@dataclass(frozen=True, slots=True)
class Ran:
    """How a container ran: its exit code, or None and why it was stopped; from its start, in seconds.

    What it printed is plain text of bounded size; `output` are both streams in the order they came.
    """

    exit_code: int | None
    stopped: Stopped | None
    seconds: float
    stdout: str
    stderr: str
    output: str


def run(daemon: Daemon, limits: Limits, spec: ContainerSpec, seconds: float, take: Take | None = None) -> Ran:
    """Run it for `seconds` at most. `take` gets each line it prints as it comes, from another thread.

    `limits` are what the daemon was given. Raises NotStarted, LimitReached, PlatformFault.
    """
    began = time.monotonic()
    with started(daemon, limits, spec, take) as container:
        ended = container.wait(seconds)
        took = time.monotonic() - began
        stopped = None
        if not ended:
            stopped = Stopped.OUTPUT if container.output.flooded else Stopped.SECONDS
        code = container.exit_code() if ended else None
        printed = container.output
    return Ran(code, stopped, took, printed.stdout(), printed.stderr(), printed.text())
