"""A server in a container: does its port open, what does it answer, does it turn healthy, does it stop when asked."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from grading.containers.container import Container
from grading.containers.http import NoReply, Reply, Request, exchange
from grading.containers.loopback import HERE, PUBLISHED, connect
from grading.daemon.isolation import Daemon

CONNECT_SECONDS = 2.0
LOOK_SECONDS = 0.03
HEALTH_SECONDS = 0.1


@dataclass
class Opened:
    """Whether the port opened; `only_here` that it did for 127.0.0.1 alone, where nobody outside would reach it."""

    connection: socket.socket | None = field(default=None, repr=False)
    only_here: bool = False


def open_port(daemon: Daemon, container: Container, port: int, seconds: float) -> Opened:
    """Wait until somebody listens on the port, or the container ended; `connection` is to be closed."""
    deadline = time.monotonic() + seconds
    while True:
        found = _connected(daemon, PUBLISHED, port)
        if found is not None:
            return Opened(found)
        here = _connected(daemon, HERE, port)
        if here is not None:
            here.close()
            found = _connected(daemon, PUBLISHED, port)  # it may have opened between the two
            return Opened(found, only_here=found is None)
        left = deadline - time.monotonic()
        if container.wait(min(LOOK_SECONDS, max(0.0, left))) or container.output.flooded or left <= 0:
            return Opened()


def ask(
    daemon: Daemon, connection: socket.socket, port: int, requests: Sequence[Request], seconds: float
) -> list[Reply | str]:
    """A reply to each request, or why there is none, as NoReply has it; each has `seconds`.

    `connection` is used for the first and closed. After one that is not answered in time no more are sent.
    """
    replies: list[Reply | str] = []
    with connection:
        for request in requests:
            try:
                if replies:
                    connection = connect(daemon, PUBLISHED, port, CONNECT_SECONDS)
                replies.append(exchange(connection, request, port, seconds))
            except NoReply as none:
                replies.append(none.reason)
            except OSError:
                replies.append("closed")
            if replies[-1] == "time":
                break
    return replies


def turns_healthy(container: Container, seconds: float) -> tuple[str, str]:
    """The status of its health check when that is `healthy`, or else after `seconds`, and what it printed last."""
    deadline = time.monotonic() + seconds
    while True:
        status, printed = container.health()
        left = deadline - time.monotonic()
        if status == "healthy" or left <= 0 or container.wait(min(HEALTH_SECONDS, left)):
            return status, printed


def stops(container: Container, signal: str, seconds: float) -> float | None:
    """How long it takes to end after the signal; None when it has not after `seconds`."""
    began = time.monotonic()
    container.signal(signal)
    return time.monotonic() - began if container.wait(seconds) else None


def _connected(daemon: Daemon, address: str, port: int) -> socket.socket | None:
    try:
        return connect(daemon, address, port, CONNECT_SECONDS)
    except OSError:
        return None
