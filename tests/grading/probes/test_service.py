"""Servers in a real daemon, which all tests here share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from grading.daemon.isolation import Daemon
from grading.probes import Answer, Live
from grading.probes.service import Asked, Service
from grading.probes.start import Start
from tests.grading.probes.built import a_daemon, built

pytestmark = pytest.mark.engine

SERVER = """
import http.server, signal, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = ("%s %s" % (self.command, self.path)).encode() + sent
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("X-Who", self.headers.get("X-Who", "nobody"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    do_POST = do_GET

if "stop" in sys.argv:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("listening", flush=True)
http.server.HTTPServer((sys.argv[1], int(sys.argv[2])), Handler).serve_forever()
"""
DOCKERFILE = f"""
FROM python:3.11-slim
COPY <<EOF /server.py
{SERVER}
EOF
USER 1234
HEALTHCHECK --interval=1h --start-period=1h CMD ["python3", "-c", "import urllib.request as r; r.urlopen('http://localhost/')"]
ENTRYPOINT ["python3", "/server.py"]
CMD ["", "80", "stop"]
"""


@pytest.fixture(scope="module")
def daemon() -> Iterator[Daemon]:
    with a_daemon() as daemon:
        yield daemon


@pytest.fixture(scope="module")
def live(daemon: Daemon) -> Live:
    return built(daemon, DOCKERFILE)


def asked(live: Live, *command: str, **parts: Any) -> Answer:
    start = Start(command=command or None)
    return Service(start, **{"port": 80, "opens": 10.0} | parts).ask(live)


def test_a_server_that_does_all_it_should(live: Live) -> None:
    requests = (
        Asked(path="/a?b"),
        Asked("POST", "/", {"X-Who": "me"}, " body"),
        Asked(path="/missing"),
    )
    answer = asked(live, requests=requests, healthy=10.0, stops=5.0)
    assert (answer["opened"], answer["output"].splitlines()[0]) == (True, "listening")
    replies = answer["replies"]
    assert [reply["status"] for reply in replies] == [200, 200, 404]
    assert [reply["body"] for reply in replies] == ["GET /a?b", "POST / body", "GET /missing"]
    assert [reply["headers"]["x-who"] for reply in replies] == ["nobody", "me", "nobody"]
    assert answer["health"]["status"] == "healthy", answer["health"]
    assert answer["stop"]["exit_code"] == 0
    assert answer["stop"]["took"] < 5


def test_one_that_ignores_the_signal_is_killed_and_its_port_is_free_again(live: Live) -> None:
    answer = asked(live, "", "80", stops=0.5)
    assert answer["stop"] == {"signal": "SIGTERM", "took": None, "exit_code": None}
    assert asked(live)["opened"]


def test_one_that_listens_on_the_loopback_alone_is_seen(live: Live) -> None:
    answer = asked(live, "127.0.0.1", "80")
    assert (answer["opened"], answer["only_here"]) == (False, True)


def test_one_that_ends_is_not_waited_for(live: Live) -> None:
    answer = asked(live, "", "no-number", opens=60.0)
    assert (answer["opened"], answer["exit_code"]) == (False, 1)
    assert "ValueError" in answer["output"]


def test_one_that_listens_elsewhere_is_waited_for_so_long(live: Live) -> None:
    answer = asked(live, "", "81", opens=1.0)
    assert (answer["opened"], answer["only_here"], answer["exit_code"]) == (False, False, None)


def test_hostile_servers(daemon: Daemon) -> None:
    """What never answers, and a health check without end."""
    live = built(
        daemon,
        """
        FROM python:3.11-slim
        HEALTHCHECK --timeout=1h CMD ["sleep", "10000"]
        CMD ["python3", "-c", "import socket, time; s = socket.create_server(('', 80)); time.sleep(10000)"]
        """,
    )
    answer = asked(live, requests=(Asked(), Asked()), healthy=1.0, stops=0.2)
    assert answer["replies"] == [{"none": "time"}]
    assert answer["health"]["status"] == "starting"
    assert answer["stop"]["took"] is None
