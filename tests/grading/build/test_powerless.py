"""What a program that speaks with a learner's daemon may do: the program here is a shell that tries."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grading import engine
from grading.build import powerless
from grading.daemon import isolation
from grading.daemon.isolation import Daemon
from labs.spec import Limits

pytestmark = pytest.mark.engine


@pytest.fixture
def home(daemon: Daemon) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        powerless.give(Path(folder), daemon)
        yield Path(folder)


def says(script: str, daemon: Daemon, home: Path) -> str:
    shell = Path(shutil.which("bash") or "/bin/bash")
    process = powerless.start(shell, ["-c", f"exec 1>&2; {script}"], daemon, home)
    return process.communicate(timeout=20)[1].decode().strip()


def test_it_is_nobody_and_has_no_capabilities(daemon: Daemon, home: Path) -> None:
    assert says("id -u; id -G", daemon, home).split() == [str(daemon.user)] * 2
    status = dict(
        line.split(":\t", 1)
        for line in says("cat /proc/self/status", daemon, home).splitlines()
        if ":\t" in line
    )
    assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
    assert status["NoNewPrivs"] == "1"


def test_it_reaches_no_address_of_the_host(daemon: Daemon, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        attempt = f"exec 3<>/dev/tcp/127.0.0.1/{port} && echo reached"
        assert "reached" not in says(attempt, daemon, home)
        ours = subprocess.run(["bash", "-c", attempt], capture_output=True, text=True, check=True)
        assert "reached" in ours.stdout
    assert "lo:" in says("cat /proc/net/dev", daemon, home)
    assert says("cat /proc/net/dev", daemon, home).count(":") == 1


def test_it_writes_its_folder_and_nothing_else(daemon: Daemon, home: Path) -> None:
    assert says("echo x > mine && cat mine", daemon, home) == "x"
    assert "Permission denied" in says(f"echo x > {engine.run_dir()}/theirs", daemon, home)
    assert "Permission denied" in says(f"ls {engine.state_dir()}/docker/containers", daemon, home)


def test_it_cannot_open_the_socket_of_another_daemon_or_the_engine(daemon: Daemon, home: Path) -> None:
    other = isolation.start(Limits(), "a test")
    try:
        assert other.user != daemon.user
        for path in (other.socket, engine.socket()):
            code = f"import socket; s = socket.socket(socket.AF_UNIX); s.connect({str(path)!r}); print('in')"
            assert "PermissionError" in says(f'/usr/bin/python3 -c "{code}"', daemon, home)
        code = f"import socket; s = socket.socket(socket.AF_UNIX); s.connect({str(daemon.socket)!r}); print('in')"
        assert says(f'/usr/bin/python3 -c "{code}"', daemon, home) == "in"
    finally:
        other.destroy()


def test_its_environment_holds_nothing_of_the_workers(
    daemon: Daemon, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "a secret of the platform")
    assert "secret" not in says("cat /proc/self/environ | tr '\\0' '\\n'", daemon, home)


def test_its_memory_is_bounded_beside_the_daemons(daemon: Daemon, home: Path) -> None:
    """A daemon can make its client gather what it says; no control group counts that."""
    assert "xrealloc" in says("printf -v a %0700000000d 1; echo gathered", daemon, home)
