"""The module page beside an empty view, on the same server."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from tests.client import Client
from tests.stack import Stack

CONNECTIONS = 16
SECONDS = 8


def measure() -> dict[str, float]:
    """Requests per second of both, their ratio, and the page's p99 in milliseconds."""
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder)) as stack:
        client = Client(stack, "bench")
        stack.stop("worker")
        stack.stop("timer")
        cookie = f"sessionid={client.session.cookies['sessionid']}"
        load(f"{stack.url}/courses/docker-fr/04-images/", cookie, seconds=2)
        empty, _ = load(f"{stack.url}/alive", cookie)
        page, p99 = load(f"{stack.url}/courses/docker-fr/04-images/", cookie)
    return {
        "empty view, requests/s": empty,
        "module page, requests/s": page,
        "module page / empty view": page / empty,
        f"module page, p99 ms at {CONNECTIONS} connections": p99,
    }


def load(url: str, cookie: str, seconds: int = SECONDS) -> tuple[float, float]:
    """Requests per second and p99 in milliseconds, as wrk measures them; every answer must be a good one."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "--latency", "-H", f"Cookie: {cookie}", url]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in output, output
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", output)
    assert rate is not None, output
    assert p99 is not None, output
    return float(rate[1]), float(p99[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99[2]]
