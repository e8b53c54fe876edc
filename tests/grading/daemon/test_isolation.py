from __future__ import annotations

import os
import time
from contextlib import closing
from dataclasses import replace

import docker
import pytest

from grading import base_images, engine
from grading.base_images import golden
from grading.daemon import container, isolation
from grading.daemon.isolation import Daemon
from grading.faults import PlatformFault
from labs.spec import Limits
from tests.grading.docker_build import build

pytestmark = pytest.mark.engine


def test_a_fresh_daemon_has_every_base_image(daemon: Daemon) -> None:
    with closing(daemon.api()) as api:
        found = {name: api.images.get(name).id for name in base_images.available()}
    assert found == {name: image.id for name, image in base_images.available().items()}
    assert {"debian:12-slim", "python:3.11-slim", "node:18-slim", "nginx", "busybox"} <= set(found)


def test_it_builds_in_several_stages_with_heredocs_and_cache_mounts(daemon: Daemon) -> None:
    done = build(
        daemon,
        """
        FROM debian:12-slim AS first
        RUN useradd --create-home bob && echo hello > /home/bob/file && chown bob /home/bob/file
        RUN <<EOF
        echo from a heredoc >> /home/bob/file
        EOF
        FROM python:3.11-slim
        COPY --from=first --chown=33 /home/bob/file /file
        RUN --mount=type=cache,target=/cache date > /cache/date && cat /file && python -c 'print(6 * 7)'
        """,
        "-t",
        "app:1",
    )
    assert done.returncode == 0, done.stderr
    assert "from a heredoc" in done.stderr
    assert "42" in done.stderr


def test_two_daemons_do_not_see_each_other(daemon: Daemon) -> None:
    other = isolation.start(Limits(), "a test")
    try:
        assert build(daemon, "FROM busybox\nRUN echo one > /one", "-t", "mine:1").returncode == 0
        with closing(other.api()) as api, pytest.raises(docker.errors.ImageNotFound):
            api.images.get("mine:1")
    finally:
        other.destroy()


def test_a_build_reaches_no_network(daemon: Daemon) -> None:
    done = build(daemon, "FROM debian:12-slim\nRUN ls /sys/class/net; ! bash -c '</dev/tcp/192.0.2.1/80'")
    assert done.returncode == 0, done.stderr
    assert "Network is unreachable" in done.stderr


def test_an_image_that_is_not_there_fails_at_once(daemon: Daemon) -> None:
    began = time.monotonic()
    assert build(daemon, "FROM alpine").returncode != 0
    assert time.monotonic() - began < 5


def test_memory_is_limited_from_outside(daemon: Daemon) -> None:
    done = build(daemon, "FROM python:3.11-slim\nRUN python -c 'x = bytearray(2_000_000_000)'")
    assert done.returncode != 0
    usage = daemon.usage()
    assert usage.oom_kills > 0
    assert usage.memory_peak <= 512 << 20


def test_processes_are_limited_from_outside(daemon: Daemon) -> None:
    build(daemon, "FROM debian:12-slim\nRUN for i in $(seq 400); do sleep 5 & done; true")
    assert daemon.usage().pids_max_hits > 0


def test_disk_is_limited(daemon: Daemon) -> None:
    done = build(daemon, "FROM debian:12-slim\nRUN dd if=/dev/zero of=/big bs=1M count=800")
    assert done.returncode != 0
    assert "quota exceeded" in done.stderr.lower() or "no space" in done.stderr.lower()
    assert daemon.usage().disk > 400 << 20


def test_limits_can_be_changed_while_it_runs(daemon: Daemon) -> None:
    daemon.limit(Limits(memory=1 << 30, disk=1 << 30, pids=300, cpus=1.5))
    daemon.limit(Limits(memory=256 << 20, disk=100 << 20, pids=200, cpus=1.0))
    assert build(daemon, "FROM debian:12-slim\nRUN dd if=/dev/zero of=/big bs=1M count=200").returncode != 0
    assert daemon.usage().memory_peak > 0


def test_it_is_killed_at_its_deadline_and_callers_hear_at_once(daemon: Daemon) -> None:
    began = time.monotonic()
    daemon.kill_at(began + 0.5)
    done = build(daemon, "FROM busybox\nRUN trap '' TERM; while :; do sleep 60; done")
    assert done.returncode != 0
    assert time.monotonic() - began < 3
    assert daemon.expired
    assert not daemon.alive
    assert daemon.usage().memory_peak > 0


def test_a_deadline_that_is_not_reached_leaves_it_alone(daemon: Daemon) -> None:
    daemon.kill_at(time.monotonic() + 60)
    assert build(daemon, "FROM busybox\nRUN true").returncode == 0
    assert not daemon.expired


def test_destroying_leaves_nothing_and_can_be_repeated() -> None:
    daemon = isolation.start(Limits(), "a test")
    daemon.destroy()
    daemon.destroy()
    with pytest.raises(docker.errors.NotFound):
        engine.client().containers.get(daemon.name)
    assert not daemon.data_root.exists()
    assert not container.folder(daemon.name).exists()
    assert not daemon.alive


def test_it_is_ready_fast_and_gone_fast() -> None:
    """Far above what is measured (0.3 s and 0.06 s), so that only a mistake fails it."""
    began = time.monotonic()
    daemon = isolation.start(Limits(), "a test")
    started = time.monotonic()
    daemon.destroy()
    assert started - began < 5
    assert time.monotonic() - started < 3


def test_a_start_that_fails_says_why_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = base_images.current()
    assert listed is not None
    monkeypatch.setattr(base_images, "current", lambda: replace(listed, daemon_image="busybox:none"))
    before = golden.data_roots()
    with pytest.raises(PlatformFault, match="busybox:none"):
        isolation.start(Limits(), "a test")
    assert golden.data_roots() == before


def test_without_base_images_it_says_what_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_images, "current", lambda: None)
    with pytest.raises(PlatformFault, match=r"manage\.py base_images"):
        isolation.start(Limits(), "a test")


def test_its_socket_is_out_of_its_reach(daemon: Daemon) -> None:
    inside = container.folder(daemon.name) / "inside"
    assert list(inside.iterdir()) == []
    assert os.stat(inside).st_uid == 0  # on the disk of the host, where no quota holds
    assert os.stat(container.folder(daemon.name)).st_uid == 0
