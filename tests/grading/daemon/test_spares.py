from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from grading import engine
from grading.base_images import golden
from grading.daemon import daemon_for, fill_spares, spares
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
