"""The relay of one submission, before a real proxy and a package source on the loopback."""

from __future__ import annotations

import contextlib
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grading import engine
from grading.egress import relay, squid
from grading.egress.relay import Relay
from grading.faults import LimitReached
from tests.grading.egress.origin import Origin

pytestmark = pytest.mark.engine


@pytest.fixture
def opened(proxy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    monkeypatch.setattr(engine, "remapped_root", lambda: 0)
    squid.ensure_running()
    door = Relay(tmp_path / "proxy.sock", "someone", 200 << 20)
    door.open()
    yield door
    door.close()


def connect(door: Relay) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(10)
    connection.connect(str(door.path))
    return connection


def ask(door: Relay, request: str) -> bytes:
    with connect(door) as connection:
        parts = []
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(f"{request}\r\nHost: x\r\n\r\n".encode())
            while data := connection.recv(65536):
                parts.append(data)
    return b"".join(parts)


def test_it_passes_on_and_counts(opened: Relay, origin: Origin) -> None:
    answer = ask(opened, f"GET http://{origin.place}/a.deb HTTP/1.1")
    assert b"package /a.deb" in answer
    assert (opened.received, opened.connections) == (len(answer), 1)
    assert 0 < opened.sent < 200
    assert opened.refused == {}
    assert opened.fault() is None


@pytest.mark.parametrize(
    ("request_line", "shown"),
    [
        ("GET http://unlisted.example/x HTTP/1.1", "unlisted.example:80"),
        ("GET http://user:secret@unlisted.example:81/x HTTP/1.1", "unlisted.example:81"),
        ("CONNECT 127.0.0.1:6379 HTTP/1.1", "127.0.0.1:6379"),
        ("CONNECT [::1]:443 HTTP/1.1", "[::1]:443"),
        ("GET http://localhost/x HTTP/1.1", "localhost:80"),
        ("GET ftp://unlisted.example/ HTTP/1.1", "unlisted.example:21"),
    ],
)
def test_what_is_refused_is_remembered_as_host_and_port(opened: Relay, request_line: str, shown: str) -> None:
    assert b"403" in ask(opened, request_line)
    assert list(opened.refused) == [shown]
    assert opened.fault() is None


def test_no_more_hosts_are_remembered_than_can_be_read(opened: Relay) -> None:
    for number in range(relay.MAX_REFUSED + 5):
        ask(opened, f"GET http://host{number}.example/ HTTP/1.1")
    assert len(opened.refused) == relay.MAX_REFUSED


def test_a_package_source_that_does_not_answer_is_our_fault(opened: Relay) -> None:
    ask(opened, "GET http://packages.invalid/x HTTP/1.1")
    assert str(opened.fault()) == "The package source packages.invalid:80 did not answer."


@pytest.mark.parametrize(
    "head", ["nonsense\r\n\r\n", "GET \x00 HTTP/9\r\n\r\n", f"GET {'x' * 200_000}", "\x16\x03\x01\r\n\r\n"]
)
def test_what_is_no_request_is_cut_off(opened: Relay, head: str) -> None:
    with connect(opened) as connection:
        try:
            connection.sendall(head.encode())
            assert connection.recv(10) == b""
        except (BrokenPipeError, ConnectionResetError):
            pass
    assert opened.received == 0


def test_more_than_a_submission_may_have_is_cut_off_and_said(opened: Relay, origin: Origin) -> None:
    opened.most = 10 << 20
    ask(opened, f"GET http://{origin.place}/big HTTP/1.1")
    assert opened.received < 11 << 20
    with pytest.raises(LimitReached, match="limit of downloads"):
        opened.check()
    assert ask(opened, f"GET http://{origin.place}/a.deb HTTP/1.1") == b""


def test_too_many_connections_are_cut_off_and_said(
    opened: Relay, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "MAX_CONNECTIONS", 3)
    answers = [ask(opened, f"GET http://{origin.place}/a.deb HTTP/1.1") for _ in range(5)]
    assert [bool(answer) for answer in answers] == [True, True, True, False, False]
    with pytest.raises(LimitReached, match="more than 3 connections"):
        opened.check()


def test_many_that_say_nothing_leave_room_for_one_that_asks_once_they_are_cut_off(
    opened: Relay, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "HEAD_SECONDS", 0.5)
    silent = [connect(opened) for _ in range(relay.MAX_AT_ONCE * 2)]
    assert b"package" in ask(opened, f"GET http://{origin.place}/a.deb HTTP/1.1")
    for connection in silent:
        connection.close()


def test_a_slow_reader_does_not_hold_up_the_next(opened: Relay, origin: Origin, tmp_path: Path) -> None:
    other = Relay(tmp_path / "other.sock", "other", 200 << 20)
    other.open()
    try:
        with connect(opened) as slow:
            slow.sendall(f"GET http://{origin.place}/big HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            slow.recv(1000)
            began = time.monotonic()
            assert len(ask(other, f"GET http://{origin.place}/big HTTP/1.1")) > 64 << 20
            assert time.monotonic() - began < 10
    finally:
        other.close()


def test_only_the_first_request_of_a_connection_goes_on(opened: Relay, origin: Origin) -> None:
    before = len(origin.asked)
    with connect(opened) as connection:
        inner = f"GET http://{origin.place}/inner HTTP/1.1\r\nHost: x\r\n\r\n"
        head = f"GET http://{origin.place}/outer HTTP/1.1\r\nHost: x\r\nContent-Length: {len(inner)}\r\n\r\n"
        connection.sendall((head + inner).encode())
        answers = b"".join(iter(lambda: connection.recv(65536), b""))
    assert len(re.findall(rb"^HTTP/1\.1 \d{3} ", answers, re.MULTILINE)) == 1
    assert len(origin.asked) == before


def test_the_proxy_going_away_is_noticed_and_mended(opened: Relay, origin: Origin) -> None:
    squid.stop()
    until = time.monotonic() + 5
    while not opened.interrupted:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert str(opened.fault()) == "The package proxy went away during the build."
    assert b"package /b.deb" in ask(opened, f"GET http://{origin.place}/b.deb HTTP/1.1")


def test_nothing_is_left_when_it_is_closed(opened: Relay) -> None:
    with connect(opened) as connection:
        opened.close()
        assert connection.recv(10) == b""
    assert not opened.path.exists()
