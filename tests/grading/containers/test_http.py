"""Answers of all sorts, from a server here: nothing of Docker is needed to read them."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from grading.containers.http import MAX_BODY, NoReply, Reply, Request, exchange


def asked(request: Request, *answer: bytes, times: int = 1, pause: float = 0, hold: float = 0) -> Reply:
    """What comes of a server that sends these, the last of them `times` times, and then holds the line."""
    with serving(answer, times, pause, hold) as (connection, _heard):
        return exchange(connection, request, 8000, 1)


@contextlib.contextmanager
def serving(
    answer: tuple[bytes, ...], times: int = 1, pause: float = 0, hold: float = 0
) -> Iterator[tuple[socket.socket, list[bytes]]]:
    ours, theirs = socket.socketpair()
    heard: list[bytes] = []

    def serve() -> None:
        with theirs, contextlib.suppress(OSError):
            heard.append(theirs.recv(65536))
            theirs.sendall(b"".join(answer[:-1]))
            for _ in range(times):
                theirs.sendall(answer[-1])
                time.sleep(pause)
            time.sleep(hold)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield ours, heard
    finally:
        ours.close()
        thread.join()


def test_a_request_is_sent_and_its_answer_read() -> None:
    request = Request("POST", "/a?b=c", {"X-Who": "me"}, "é")
    head = b"HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n\r\n"
    with serving((head, "\x1b[1mé\nb".encode()), hold=0.2) as (connection, heard):
        reply = exchange(connection, request, 8000, 1)
    assert reply == Reply(201, {"content-type": "text/plain", "content-length": "8"}, "é\nb")
    sent = heard[0].decode()
    assert sent.startswith("POST /a?b=c HTTP/1.1\r\nHost: localhost:8000\r\n")
    assert "\r\nX-Who: me\r\n" in sent
    assert "\r\nContent-Length: 2\r\n" in sent


def test_a_redirect_is_an_answer_like_any_other() -> None:
    reply = asked(Request(), b"HTTP/1.1 302 Found\r\nLocation: http://x/\r\nContent-Length: 0\r\n\r\n")
    assert (reply.status, reply.headers["location"]) == (302, "http://x/")


def test_of_a_long_body_the_beginning_is_kept() -> None:
    assert len(asked(Request(), b"HTTP/1.0 200 OK\r\n\r\n", b"x" * 100_000).body) == MAX_BODY


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((OK + b"\r\n", b"x" * 65536), "size"),
        ((CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"), "size"),
        ((OK, b"X: " + b"x" * 1000 + b"\r\n"), "form"),
        ((OK + b"X: ", b"x" * 65536), "form"),
        ((b"HTTP/1.1 100 Continue\r\n\r\n" * 1000,), "size"),
        ((b"x" * 65536,), "form"),
        ((CHUNKED, b"-5\r\n"), "form"),
    ],
)
def test_an_endless_answer_ends(answer: tuple[bytes, ...], reason: str) -> None:
    with pytest.raises(NoReply) as none:
        asked(Request(), *answer, times=10_000)
    assert none.value.reason == reason


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((b"",), "closed"),
        ((b"SSH-2.0-OpenSSH\r\n",), "form"),
        ((OK + b"Content-Length: 10\r\n\r\n", b"12"), "closed"),
        ((CHUNKED, b"zz\r\n"), "closed"),
        ((b"HTTP/1.1 9999 No\r\n\r\n",), "form"),
    ],
)
def test_no_answer_is_told_from_one_that_is_none(answer: tuple[bytes, ...], reason: str) -> None:
    with pytest.raises(NoReply) as none:
        asked(Request(), *answer)
    assert none.value.reason == reason


@pytest.mark.parametrize(("times", "pause"), [(1, 0), (100, 0.02)])
def test_one_that_comes_slowly_or_never_is_not_waited_for(times: int, pause: float) -> None:
    began = time.monotonic()
    with pytest.raises(NoReply) as none:
        asked(Request(), OK, b"X: x\r\n" if times > 1 else b"", times=times, pause=pause, hold=1.5)
    assert none.value.reason == "time"
    assert time.monotonic() - began < 6
