"""The web server's processes: each has its share of connections, one that is killed comes back, all end together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.stack import free_port

PROCESSES, CONNECTIONS = 2, 40
REQUEST = b"GET /alive HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def server(port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "courseplatform.web", "--port", str(port), "--processes", str(PROCESSES)]
    with subprocess.Popen(command) as running:
        wait_for(lambda: len(listeners(port)) == PROCESSES)
        yield running
        running.terminate()


def test_connections_are_shared_out_and_a_killed_process_comes_back(
    server: subprocess.Popen[bytes], port: int
) -> None:
    with ExitStack() as open_ones:
        for _ in range(CONNECTIONS):
            connection = open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
        wait_for(lambda: len(holders(port, "established")) == CONNECTIONS)
        shares = Counter(holders(port, "established"))
        assert min(shares.values()) >= CONNECTIONS / 10  # by chance alone, one run in a million has less
        assert len(shares) == PROCESSES
        connection.sendall(REQUEST)
        assert connection.recv(100).startswith(b"HTTP/1.1 200")

    killed, kept = listeners(port)
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: killed not in listeners(port) and len(listeners(port)) == PROCESSES)
    assert kept in listeners(port)


def test_all_processes_end_with_the_first(server: subprocess.Popen[bytes], port: int) -> None:
    children = listeners(port)
    server.terminate()
    assert server.wait(timeout=10) == 0
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def listeners(port: int) -> set[int]:
    return set(holders(port, "listening"))


def holders(port: int, state: str) -> list[int]:
    """The process of each of the server's sockets in this state."""
    command = ["ss", "--no-header", "-tnp", "state", state, "sport", "=", f":{port}"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [int(line.partition("pid=")[2].partition(",")[0]) for line in lines if "pid=" in line]


def wait_for(is_so: object) -> None:
    assert callable(is_so)
    until = time.monotonic() + 40
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)
