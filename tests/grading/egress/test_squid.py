"""A real squid with our configuration, before a package source on the loopback."""

from __future__ import annotations

import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from grading.egress import relay, squid
from grading.engine import mounts
from grading.faults import PlatformFault
from tests.grading.egress.conftest import Ask
from tests.grading.egress.origin import Origin

pytestmark = pytest.mark.engine


def get(url: str, host: str = "x", *headers: str) -> str:
    return "\r\n".join([f"GET {url} HTTP/1.1", f"Host: {host}", *headers, "", ""])


def refused(answer: bytes) -> bool:
    """Refused by rule, or as no request at all; an answer of a package source is neither."""
    return (
        answer.split(b" ", 2)[1:2] in ([b"403"], [b"400"], [b"405"], [b"411"], [b"501"])
        and b"package /" not in answer
    )


def test_a_package_source_is_reached_and_the_next_one_is_served_from_the_cache(
    ask: Ask, origin: Origin, proxy: Path
) -> None:
    url = f"http://{origin.place}/pool/a_1.deb"
    before = len(origin.asked)
    first, second = ask(get(url), "first"), ask(get(url), "second")
    assert first.endswith(second.split(b"\r\n\r\n")[1])
    assert len(origin.asked) == before + 1
    time.sleep(0.1)
    lines = [line.split() for line in proxy.read_text().splitlines() if url in line]
    assert [line[1] for line in lines] == [relay.address_of("first"), relay.address_of("second")]
    assert lines[0][4].startswith("TCP_MISS/200")
    assert lines[1][4].split("/")[0] in ("TCP_HIT", "TCP_MEM_HIT")


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/latest/", "http://metadata.google.internal/",
        "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[fe80::1]/", "http://[fd00::1]/",
        "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.0.1/", "http://100.64.0.1/", "http://224.0.0.1/",
        "http://0.0.0.0/", "http://255.255.255.255/", "http://unlisted.example/", "http://1.1.1.1/",
        "http://packages.invalid.evil.example/", "http://evil-packages.invalid/", "http://sub.packages.invalid/",
        "http://packages.invalid:81/", "http://packages.invalid:22/", "http://packages.invalid@127.0.0.1/",
        "http://packages.invalid:80@evil.example/", "http://evil.example#@packages.invalid/",
        "http://evil.example\\@packages.invalid/", "https://packages.invalid/", "ftp://packages.invalid/",
        "gopher://packages.invalid/", "cache_object://packages.invalid/info", "cache_object://egress/",
        "http://egress/squid-internal-mgr/info", "whois://packages.invalid/", "urn:x:y", "file:///etc/passwd", "*", "/",
    ],
)  # fmt: skip
def test_what_is_no_package_source_is_refused(ask: Ask, target: str) -> None:
    assert refused(ask(get(target, "packages.invalid")))


@pytest.mark.parametrize("name", ["http://localhost/", "http://LOCALHOST/", "http://localhost./"])
def test_a_listed_name_that_leads_to_a_private_address_is_refused(ask: Ask, name: str) -> None:
    assert refused(ask(get(name)))


@pytest.mark.parametrize(
    "target",
    [
        "localhost:443", "packages.invalid:22", "packages.invalid:80", "packages.invalid:6379", "127.0.0.1:6379",
        "127.0.0.1:443", "[::1]:443", "169.254.169.254:443", "evil.example:443", "packages.invalid@evil.example:443",
        ":443", "{origin}",
    ],
)  # fmt: skip
def test_a_tunnel_leads_only_to_a_listed_host_at_its_port(ask: Ask, origin: Origin, target: str) -> None:
    target = target.format(origin=origin.place)
    assert refused(ask(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n"))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PURGE", "PROPFIND", "XYZ"])
def test_packages_are_fetched_and_nothing_else_is_done(ask: Ask, origin: Origin, method: str) -> None:
    request = f"{method} http://{origin.place}/x HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
    assert refused(ask(request))


@pytest.mark.parametrize(
    "body", ["Content-Length: 3\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"]
)
def test_a_request_has_no_body(ask: Ask, origin: Origin, body: str) -> None:
    assert refused(ask(f"GET http://{origin.place}/body HTTP/1.1\r\nHost: x\r\n{body}"))


def test_nothing_one_learner_sends_shapes_what_is_kept_for_the_next(ask: Ask, origin: Origin) -> None:
    url = f"http://{origin.place}/poison.deb"
    hostile = [
        "X-Forwarded-Host: evil.example", "X-Original-URL: /other", "X-HTTP-Method-Override: DELETE",
        "Cookie: evil=1", "Authorization: Basic eDp5", "Accept: evil/type", "Accept-Encoding: evil",
        "Accept-Language: evil", "Origin: http://evil.example", "Forwarded: host=evil.example", "Range: bytes=0-3",
        "User-Agent: evil", "If-Range: evil", "Referer: http://evil.example",
    ]  # fmt: skip
    ask(get(url, "evil.example", *hostile), "hostile")
    line, headers = origin.asked[-1]
    assert line == "GET /poison.deb HTTP/1.1"
    assert headers["host"] == origin.place
    assert "evil" not in str(headers)
    answer = ask(get(url), "next")
    assert b"200 OK" in answer
    assert b"evil" not in answer
    assert answer.rstrip().endswith(f"package /poison.deb {origin.place}".encode())
    assert b"yours" not in answer  # nor does a cookie travel


def test_a_part_is_never_kept_as_the_whole(ask: Ask, origin: Origin) -> None:
    url = f"http://{origin.place}/part.deb"
    ask(get(url, "x", "Range: bytes=2-4"), "part")
    assert b"package /part.deb" in ask(get(url), "whole")


def test_a_second_request_on_the_same_connection_gets_no_answer(ask: Ask, origin: Origin) -> None:
    answers = ask(get(f"http://{origin.place}/one") + get(f"http://{origin.place}/two"))
    assert answers.count(b"HTTP/1.1 ") == 1
    assert b"package /two" not in answers


def test_paths_of_squid_s_own_pages_are_the_package_source_s(ask: Ask, origin: Origin) -> None:
    for path in ("squid-internal-static/icons/SN.png", "squid-internal-periodic/store_digest"):
        assert b"package /squid-internal" in ask(get(f"http://{origin.place}/{path}"))
    assert refused(ask(get(f"http://{origin.place}/squid-internal-mgr/info")))


def test_huge_headers_are_refused(ask: Ask, origin: Origin) -> None:
    before = len(origin.asked)
    answer = ask(get(f"http://{origin.place}/huge", "x", f"X-Huge: {'x' * 60_000}"))
    assert b" 200 " not in answer
    assert len(origin.asked) == before


def test_a_connection_that_does_not_say_whose_it_is_gets_nothing(proxy: Path, origin: Origin) -> None:
    with socket.create_connection(squid.address(), timeout=10) as connection:
        connection.sendall(get(f"http://{origin.place}/x").encode())
        assert b"package" not in connection.recv(4096)


def test_it_has_no_right_but_its_user_s(proxy: Path) -> None:
    pid = int((proxy.parent.parent / "pid" / "squid.pid").read_text())
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    assert "0" not in status["Uid"].split()
    assert {status[f"Cap{one}"] for one in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
    assert status["NoNewPrivs"] == "1"
    assert b"SECRET" not in Path(f"/proc/{pid}/environ").read_bytes()


def test_it_starts_again_after_it_was_killed_at_the_same_port_and_keeps_its_cache(
    ask: Ask, origin: Origin
) -> None:
    url = f"http://{origin.place}/kept.deb"
    ask(get(url))
    asked, address = len(origin.asked), squid.address()
    os.kill(int((squid.log_file().parent.parent / "pid" / "squid.pid").read_text()), signal.SIGKILL)
    while squid.is_up():
        time.sleep(0.01)
    assert squid.was_started()
    squid.look_after()
    assert squid.is_up()
    assert squid.address() == address
    assert b"package /kept.deb" in ask(get(url))
    assert len(origin.asked) - asked <= 1


def test_it_is_whole_when_somebody_needs_it_while_it_is_being_stopped(
    ask: Ask, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    unmount = mounts.unmount

    def unmount_late(target: Path) -> None:
        time.sleep(0.7)  # squid has ended, and another would have started
        unmount(target)

    monkeypatch.setattr(mounts, "unmount", unmount_late)
    with ThreadPoolExecutor() as pool:
        stopping = pool.submit(squid.stop)
        while squid.is_up():
            pass
        squid.ensure_running()
        stopping.result()
    assert b"package /whole.deb" in ask(get(f"http://{origin.place}/whole.deb"))
    assert mounts.is_mounted(squid.log_file().parent.parent)


def test_a_changed_list_holds_without_a_restart(ask: Ask, origin: Origin, settings: Settings) -> None:
    pid = (squid.log_file().parent.parent / "pid" / "squid.pid").read_text()
    settings.PRIVATE_PACKAGE_HOSTS = []
    squid.ensure_running()
    assert refused(ask(get(f"http://{origin.place}/changed")))
    settings.PRIVATE_PACKAGE_HOSTS = [f"http://{origin.place}"]
    squid.ensure_running()
    assert b"package /changed" in ask(get(f"http://{origin.place}/changed"))
    assert (squid.log_file().parent.parent / "pid" / "squid.pid").read_text() == pid


def test_a_long_log_is_rotated(ask: Ask, origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(get(f"http://{origin.place}/logged"))
    monkeypatch.setattr(squid, "MAX_LOG", 10)
    time.sleep(0.1)
    squid.look_after()
    until = time.monotonic() + 5
    while not squid.log_file().with_name("access.log.0").exists():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_proxy_elsewhere_that_does_not_answer_is_said(settings: Settings) -> None:
    settings.EGRESS_PROXY = "127.0.0.1:1"
    with pytest.raises(PlatformFault, match=r"No package proxy answers at 127\.0\.0\.1:1"):
        squid.ensure_running()
    settings.EGRESS_PROXY = "nonsense"
    with pytest.raises(PlatformFault, match="expected host:port"):
        squid.address()
