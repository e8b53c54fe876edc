from __future__ import annotations

import pytest

from grading.engine import host
from grading.faults import PlatformFault

TARGETS = """\
http://mirror.example/debian/|Debian|main
http://mirror.example/debian/|Debian|contrib
http://mirror.example/debian-security/|Debian-Security|main
http://packages.example/other/|Other|main
"""


def test_sources_of_a_suite_come_from_where_the_host_gets_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "run", lambda *command: TARGETS)
    assert host.debian_sources("trixie") == [
        "deb http://mirror.example/debian/ trixie main",
        "deb http://mirror.example/debian/ trixie-updates main",
        "deb http://mirror.example/debian-security/ trixie-security main",
    ]


def test_a_host_that_is_not_debian_leaves_the_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "run", lambda *command: "http://packages.example/other/|Other|main\n")
    assert host.debian_sources("trixie") == []
    monkeypatch.setattr(host, "_PATH", "/nowhere")
    monkeypatch.setenv("PATH", "/nowhere")
    assert host.debian_sources("trixie") == []


def test_output_and_input_of_a_program() -> None:
    assert host.run("cat", given="hello") == "hello"


def test_a_program_that_fails_is_quoted() -> None:
    with pytest.raises(PlatformFault, match=r"ls .*: .*cannot access"):
        host.run("ls", "/no/such/place")


def test_a_program_that_takes_too_long_is_ended() -> None:
    with pytest.raises(PlatformFault, match="sleep took more than"):
        host.run("sleep", "60", seconds=0.1)


def test_programs_see_proxies_and_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    assert "SECRET_KEY" not in host.environment()
    assert host.environment()["HTTPS_PROXY"] == "http://proxy.example"
