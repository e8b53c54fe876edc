"""What a learner's build tries, and finds it cannot."""

from __future__ import annotations

import pytest

from grading import engine
from grading.daemon.isolation import Daemon
from tests.grading.docker_build import build

pytestmark = pytest.mark.engine

SOCKETS = """
import socket
for family, kind, protocol in [(38, 5, 0), (17, 3, 0), (40, 1, 0), (16, 3, 12), (16, 3, 6)]:
    try:
        socket.socket(family, kind, protocol)
        print("OPENED", family, protocol)
    except OSError as error:
        print("refused", family, protocol, error.errno)
socket.socket(16, 3, 0); socket.socket(2, 1, 0); socket.socket(1, 1, 0)
print("END")
"""
CALLS = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for name, number in dict(keyctl=250, bpf=321, perf_event_open=298, io_uring_setup=425, kexec_load=246).items():
    result = libc.syscall(number, 0, 0, 0, 0, 0)
    print("ALLOWED" if result >= 0 else "refused", name, ctypes.get_errno())
print("END")
"""


def run_python(daemon: Daemon, script: str) -> str:
    done = build(daemon, f"FROM python:3.11-slim\nRUN <<'EOF' python3\n{script}\nEOF")
    assert done.returncode == 0, done.stderr
    assert "END" in done.stderr
    return done.stderr


def test_nothing_is_privileged(daemon: Daemon) -> None:
    config = engine.client().containers.get(daemon.name).attrs
    assert config["HostConfig"]["Privileged"] is False
    assert config["HostConfig"]["UsernsMode"] == ""
    assert config["HostConfig"]["ReadonlyRootfs"] is True
    assert "SYS_RESOURCE" not in config["HostConfig"]["CapAdd"]
    pid = config["State"]["Pid"]
    with open(f"/proc/{pid}/uid_map") as file:
        assert file.read().split()[1] == str(engine.remapped_root())


def test_its_first_process_shows_nothing_of_the_worker(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = engine.client().containers.get(daemon.name).attrs["State"]["Pid"]
    with open(f"/proc/{pid}/environ", "rb") as file:
        names = {line.split(b"=")[0] for line in file.read().split(b"\0") if line}
    assert names <= {b"PATH", b"HOME", b"HOSTNAME"}


def test_only_plain_sockets_can_be_opened(daemon: Daemon) -> None:
    log = run_python(daemon, SOCKETS)
    assert "OPENED" not in log
    assert log.count("refused") == 5


def test_dangerous_system_calls_are_refused(daemon: Daemon) -> None:
    log = run_python(daemon, CALLS)
    assert "ALLOWED" not in log
    assert "refused io_uring_setup" in log


@pytest.mark.parametrize(
    "command",
    [
        "mknod /disk b 8 0",
        "mount -t tmpfs tmpfs /mnt",
        "mount --bind /etc /mnt",
        "unshare --mount --user true",
        "sh -c 'echo core > /proc/sys/kernel/core_pattern'",
        "sh -c 'echo b > /proc/sysrq-trigger'",
        "sh -c 'echo 1 > /proc/sys/vm/drop_caches'",
        "ls /run/daemon/docker.sock /run/docker.sock /var/run/docker.sock /run/containerd.sock",
        "ls /var/lib/docker/containerd",
    ],
)
def test_a_build_cannot(daemon: Daemon, command: str) -> None:
    done = build(daemon, f"FROM debian:12-slim\nRUN ! {command}")
    assert done.returncode == 0, done.stderr


def test_a_privileged_container_in_it_is_root_of_nothing(daemon: Daemon) -> None:
    """BuildKit refuses RUN --security=insecure by itself; the daemon's API would run it, and gains nothing."""
    done = build(daemon, "# syntax=docker/dockerfile:1-labs\nFROM busybox\nRUN --security=insecure true")
    assert done.returncode != 0
    api = daemon.api()
    try:
        log = api.containers.run(
            "debian:12-slim",
            ["sh", "-c", "echo b > /proc/sysrq-trigger; mknod /disk b 254 0; echo x > /proc/sys/kernel/core_pattern"],
            network_mode="none", privileged=True, stderr=True, remove=True,
        )  # fmt: skip
    except Exception as error:
        log = str(error).encode()
    finally:
        api.close()
    assert log.lower().count(b"denied") + log.lower().count(b"not permitted") + log.count(b"Read-only") >= 1
