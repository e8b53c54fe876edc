"""Containers in a real daemon, which all tests here share: each leaves none behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from grading.containers import ContainerSpec, NotStarted, Ran, Stopped, run, started
from grading.daemon import isolation
from grading.daemon.isolation import Daemon
from grading.faults import LearnerFault, LimitReached, PlatformFault
from labs.spec import Limits
from tests.grading.docker_build import build
from tests.grading.said import said

pytestmark = pytest.mark.engine

LIMITS = Limits(memory=512 << 20, disk=512 << 20, pids=256)
IMAGE = "app:1"
DOCKERFILE = """
    FROM busybox
    RUN echo me:x:1234:1234::/:/bin/sh >> /etc/passwd
    ENV SAID=image
    VOLUME /data
    WORKDIR /work
    ENTRYPOINT ["echo", "entry"]
    CMD ["cmd"]
"""


@pytest.fixture(scope="module")
def shared() -> Iterator[Daemon]:
    daemon = isolation.start(LIMITS, "containers")
    built = build(daemon, DOCKERFILE, f"--tag={IMAGE}")
    assert built.returncode == 0, built.stderr
    yield daemon
    daemon.destroy()


@pytest.fixture(autouse=True)
def nothing_is_left(shared: Daemon) -> Iterator[None]:
    yield
    if shared.alive:
        with closing(shared.api()) as client:
            api: Any = client.api
            assert api.containers(all=True) == []
            assert not api.volumes()["Volumes"]


def sh(shared: Daemon, script: str, seconds: float = 10, **spec: Any) -> Ran:
    return run(shared, LIMITS, ContainerSpec(IMAGE, entrypoint=("sh", "-c", script), **spec), seconds=seconds)


def test_an_image_runs_its_own_command_or_what_comes_in_its_place(shared: Daemon) -> None:
    assert run(shared, LIMITS, ContainerSpec(IMAGE), 10).stdout == "entry cmd\n"
    assert run(shared, LIMITS, ContainerSpec(IMAGE, command=("a", "b c")), 10).stdout == "entry a b c\n"


def test_exit_code_streams_and_seconds(shared: Daemon) -> None:
    lines: list[str] = []
    spec = ContainerSpec(IMAGE, entrypoint=("sh", "-c", "echo out; sleep 0.2; echo err >&2; exit 7"))
    ran = run(shared, LIMITS, spec, 10, lines.append)
    assert (ran.exit_code, ran.stopped, ran.stdout, ran.stderr) == (7, None, "out\n", "err\n")
    assert ran.output.splitlines() == lines == ["out", "err"]
    assert 0.2 < ran.seconds < 5


def test_who_where_and_with_what(shared: Daemon) -> None:
    script = (
        'id -u; pwd; echo "$SAID $MORE"; touch /x 2>&1; touch /tmp/x && echo written; ls /sys/class/net; cat'
    )
    ran = sh(
        shared, script, user="me", workdir="/tmp", env={"SAID": "check", "MORE": "a b"}, stdin=b"typed\n",
        read_only=True, tmpfs=("/tmp",),
    )  # fmt: skip
    assert ran.stdout.splitlines() == [
        "1234", "/tmp", "check a b", "touch: /x: Read-only file system", "written", "lo", "typed",
    ]  # fmt: skip


def test_long_input_and_output_do_not_hold_each_other_up(shared: Daemon) -> None:
    assert sh(shared, "cat | wc -c", stdin=b"x" * 300_000).stdout == "300000\n"
    assert sh(shared, "cat", stdin=b"x" * 300_000).exit_code == 0
    assert sh(shared, "exec <&-; echo deaf", stdin=b"x" * 300_000).stdout == "deaf\n"


def test_one_that_does_not_end_is_stopped(shared: Daemon) -> None:
    ran = sh(shared, "trap '' TERM; echo waits; while :; do sleep 1; done", seconds=0.7)
    assert (ran.exit_code, ran.stopped, ran.stdout) == (None, Stopped.SECONDS, "waits\n")
    ran = sh(shared, "exec >&- 2>&-; sleep 60", seconds=0.5)
    assert (ran.exit_code, ran.stopped) == (None, Stopped.SECONDS)


def test_one_that_floods_is_stopped(shared: Daemon) -> None:
    ran = sh(shared, "yes; echo never")
    assert (ran.exit_code, ran.stopped) == (None, Stopped.OUTPUT)
    assert ran.stdout.startswith("y\ny\n")


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ({"entrypoint": ("nowhere",)}, "no folder of PATH has a program"),
        ({"entrypoint": ("/etc/passwd",)}, "may not be executed"),
        ({"user": "nobody-knows"}, "unable to find user nobody-knows"),
        ({"workdir": "relative"}, "working directory"),
    ],
)
def test_what_cannot_start_is_said(shared: Daemon, spec: dict[str, Any], says: str) -> None:
    with pytest.raises(NotStarted) as fault:
        run(shared, LIMITS, ContainerSpec(IMAGE, **spec), 10)
    assert says in said(fault.value)
    assert "runc" not in said(fault.value)


def test_an_image_that_is_not_there_is_said(shared: Daemon) -> None:
    with pytest.raises(LearnerFault, match="There is no image"):
        run(shared, LIMITS, ContainerSpec("other"), 10)


def test_a_container_is_removed_when_who_used_it_fails(shared: Daemon) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        started(shared, LIMITS, ContainerSpec(IMAGE, entrypoint=("sleep", "60"))),
    ):
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("script", "limit"),
    [
        ("f() { f | f & }; f; sleep 60", "pids"),
        ("dd if=/dev/zero of=/dev/null bs=600M count=1; sleep 60", "memory"),
        ("dd if=/dev/zero of=/x bs=1M", "disk"),
    ],
)
def test_a_limit_of_the_daemon_is_said(daemon: Daemon, script: str, limit: str) -> None:
    with pytest.raises(LimitReached) as reached:
        run(daemon, LIMITS, ContainerSpec("busybox", entrypoint=("sh", "-c", script)), 30)
    assert reached.value.limit == limit


def test_a_daemon_that_is_gone_is_our_fault(daemon: Daemon) -> None:
    threading.Timer(1, daemon._running.process.kill).start()
    with pytest.raises(PlatformFault):
        run(daemon, LIMITS, ContainerSpec("busybox", entrypoint=("sleep", "60")), 30)
