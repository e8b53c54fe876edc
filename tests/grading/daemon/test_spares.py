from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from grading import engine
from grading.base_images import golden
from grading.daemon import cgroup, daemon_for, fill_spares, spares
from grading.faults import PlatformFault
from labs.spec import Limits
from tests.grading.docker_build import build

pytestmark = pytest.mark.engine


@pytest.fixture
def one_spare() -> Iterator[str]:
    """The name of this process's only spare."""
    fill_spares(1)
    yield spares.ready()[0]
    fill_spares(0)


def test_a_spare_is_taken_and_replaced(one_spare: str) -> None:
    began = time.monotonic()
    with daemon_for(Limits(), "a test") as daemon:
        assert time.monotonic() - began < 0.1
        assert daemon.name == one_spare
        assert build(daemon, "FROM busybox\nRUN true").returncode == 0
    wait_for_a_spare()
    assert one_spare not in spares.ready()
    assert one_spare not in golden.data_roots()


def test_a_taken_spare_has_the_limits_asked_for(one_spare: str) -> None:
    with daemon_for(Limits(memory=256 << 20, disk=100 << 20, pids=100), "a test") as daemon:
        assert daemon.name == one_spare
        build(daemon, "FROM python:3.11-slim\nRUN python -c 'x = bytearray(500_000_000)'")
        assert daemon.usage().oom_kills > 0
        assert daemon.usage().memory_peak <= 256 << 20
        full = build(daemon, "FROM debian:12-slim\nRUN dd if=/dev/zero of=/big bs=1M count=200")
        assert full.returncode != 0


def test_a_dead_spare_is_thrown_away_for_a_fresh_daemon(one_spare: str) -> None:
    engine.client().containers.get(one_spare).kill()
    with daemon_for(Limits(), "a test") as daemon:
        assert daemon.name != one_spare
        assert build(daemon, "FROM busybox\nRUN true").returncode == 0
    assert one_spare not in golden.data_roots()


def test_a_spare_that_dies_is_replaced_before_anybody_takes_it(one_spare: str) -> None:
    engine.client().containers.get(one_spare).kill()
    deadline = time.monotonic() + 20
    while spares.ready() in ([], [one_spare]):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert one_spare not in golden.data_roots()
    with daemon_for(Limits(), "a test") as daemon:
        assert build(daemon, "FROM busybox\nRUN true").returncode == 0


def test_more_at_once_than_there_are_spares_start_cold(one_spare: str) -> None:
    with ExitStack() as life:
        daemons = [life.enter_context(daemon_for(Limits(), "a test")) for _ in range(3)]
        assert daemons[0].name == one_spare
        assert len({daemon.name for daemon in daemons}) == 3
        assert all(build(daemon, "FROM busybox\nRUN true").returncode == 0 for daemon in daemons)


def test_a_spare_yields_the_cpu_until_it_is_taken(one_spare: str) -> None:
    group = cgroup.of(engine.client().containers.get(one_spare).attrs["State"]["Pid"]).cpu
    name, usual = ("cpu.weight", 100) if (group / "cpu.weight").exists() else ("cpu.shares", 1024)
    assert int((group / name).read_text()) == usual // 10
    with daemon_for(Limits(), "a test") as daemon:
        assert daemon.name == one_spare
        assert int((group / name).read_text()) == usual


def test_a_process_that_cannot_start_spares_goes_on_trying(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spares, "LOOK_SECONDS", 0.1)
    with monkeypatch.context() as patch:
        patch.setattr(golden, "free", lambda: 0)
        with pytest.raises(PlatformFault):
            fill_spares(1)
    wait_for_a_spare()
    fill_spares(0)


def test_no_spares_means_a_fresh_daemon_and_none_left_behind() -> None:
    fill_spares(0)
    with daemon_for(Limits(), "a test") as daemon:
        name = daemon.name
    assert spares.ready() == []
    assert name not in golden.data_roots()


def test_a_daemon_is_destroyed_also_when_grading_fails() -> None:
    names: list[str] = []
    with pytest.raises(ZeroDivisionError), daemon_for(Limits(), "a test") as daemon:
        fail(daemon.name, names)
    assert names[0] not in golden.data_roots()


def test_a_forked_process_begins_without_spares(one_spare: str) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0 if spares.ready() == [] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert spares.ready() == [one_spare]


def wait_for_a_spare() -> None:
    deadline = time.monotonic() + 20
    while not spares.ready():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def fail(name: str, names: list[str]) -> None:
    names.append(name)
    raise ZeroDivisionError
