"""The module page beside an empty view, on the same server."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.client import PASSWORD, Client, Visitor
from tests.stack import Stack

CONNECTIONS = 16
SECONDS = 8
MODULE = "/courses/docker-fr/04-images/"
LAB = "premier-dockerfile"
WATCHERS, STREAMS = 25, 8  # people who wait for a build, and how often each of them watches it

JOINING = """
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from labs.models import Course, Enrolment
password = make_password({password!r})
for user in User.objects.bulk_create(User(username=name, password=password) for name in {names}):
    Enrolment.objects.create(user=user, course=Course.objects.get(slug="docker-fr"))
"""


def measure() -> dict[str, float]:
    """Requests per second of an empty view, which asks nobody who they are, and of the module page; their ratio, and
    the page's p99 in milliseconds; then again, while WATCHERS * STREAMS event streams are open.
    """
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder)) as stack:
        client = Client(stack, "bench")
        stack.stop("worker")
        stack.stop("timer")
        cookie = f"sessionid={client.session.cookies['sessionid']}"
        load(stack.url + MODULE, cookie, seconds=2)
        empty, _ = load(f"{stack.url}/alive")
        page, p99 = load(stack.url + MODULE, cookie)
        with watched(stack) as streams:
            empty_beside, _ = load(f"{stack.url}/alive")
            page_beside, p99_beside = load(stack.url + MODULE, cookie)
    return {
        "empty view, requests/s": empty,
        "module page, requests/s": page,
        "module page / empty view": page / empty,
        f"module page, p99 ms at {CONNECTIONS} connections": p99,
        "event streams open": streams,
        "beside them: module page / empty view": page_beside / empty_beside,
        "beside them: module page, p99 ms": p99_beside,
    }


@contextmanager
def watched(stack: Stack) -> Iterator[int]:
    """Event streams of submissions that wait; yields how many. All must still be open at the end."""
    starter = {"Dockerfile": "FROM python:3.11-slim\n"}
    names = [f"watcher-{number}" for number in range(WATCHERS)]
    stack.shell(JOINING.format(names=names, password=PASSWORD))
    with ExitStack() as life:
        streams = []
        for name in names:
            learner = Visitor(stack.url, name)
            learner.sign_in()
            links = learner.send(LAB, starter, "docker build -t app:1.0.0 .")
            for _ in range(STREAMS):
                streams.append(life.enter_context(learner.watch(links)))
        yield len(streams)
        assert not any(answer.raw.closed for answer in streams)


def load(url: str, cookie: str = "", seconds: int = SECONDS) -> tuple[float, float]:
    """Requests per second and p99 in milliseconds, as wrk measures them; every answer must be a good one."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "--latency", "-H", f"Cookie: {cookie}", url]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in output, output
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", output)
    assert rate is not None, output
    assert p99 is not None, output
    return float(rate[1]), float(p99[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99[2]]
