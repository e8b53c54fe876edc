"""A worker and the keeper, in one process here: what is built over the socket is what would be built without it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from grading.base_images import golden
from grading.faults import EngineDown, LimitReached
from grading.isolated import build_and_read
from grading.job import Job
from grading.keeper import wire
from grading.keeper.server import Server
from grading.validation import validate
from labs.models import Lab
from labs.spec import CheckSpec

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

COMMANDS = "docker build -t app:1.0 ."
FILES = {"Dockerfile": "FROM python:3.11-slim\nCOPY app.py /app.py\n"}
SLOW = {"Dockerfile": "FROM python:3.11-slim\nRUN sleep 30\n"}


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Path]:
    with Server(tmp_path / "keeper.sock") as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield tmp_path / "keeper.sock"
        server.shutdown()


def job_for(lab: Lab, files: dict[str, str], life: ExitStack, events: list[dict[str, Any]]) -> Job:
    return Job(lab.spec(), files, COMMANDS, "a test", life, events.append)


def test_what_the_keeper_builds_is_what_would_be_built_here(
    keeper: Path, lab: Lab, life: ExitStack, settings: Settings
) -> None:
    events: list[dict[str, Any]] = []
    here = job_for(lab, FILES, life, events)
    valid = validate(here.lab, FILES, COMMANDS)
    here_built = build_and_read(here, valid)
    settings.KEEPER = str(keeper)
    said: list[dict[str, Any]] = []
    there = job_for(lab, FILES, life, said)
    there_built = build_and_read(there, valid)
    build, image = here_built.build, here_built.image
    kept_build, kept_image = there_built.build, there_built.image
    assert image is not None
    assert kept_image is not None
    assert kept_build.ok
    assert there_built.answers == here_built.answers
    assert image.tree is not None
    assert kept_image.tree is not None
    here_files, there_files = (list(one.below()) for one in (image.tree, kept_image.tree))
    assert here_files == there_files
    assert kept_image.tree.find("/app.py") is not None
    assert kept_image.tags == image.tags == ("app:1.0",)
    assert (kept_image.size, len(kept_image.layers)) == (image.size, len(image.layers))
    assert [step.name for step in kept_build.steps] == [step.name for step in build.steps]
    assert there.timings.keys() == here.timings.keys()
    assert {event["type"] for event in said} == {event["type"] for event in events}


def test_advice_comes_from_the_keeper_as_long_as_life_lasts(
    keeper: Path, lab: Lab, life: ExitStack, settings: Settings
) -> None:
    settings.KEEPER = str(keeper)
    before = set(golden.data_roots())
    wasteful = {"Dockerfile": "FROM python:3.11-slim\nRUN head -c 900000 /dev/zero >/x\nRUN rm /x\n"}
    small = CheckSpec("image-size", 10.0, {"full": "1kB", "zero": "1MB", "of": "own"})
    job = job_for(lab, wasteful, life, [])
    job = replace(job, lab=replace(job.lab, checks=(small,)))
    assert build_and_read(job, validate(job.lab, wasteful, COMMANDS)).image
    advised = job.afterwards[0]([0], 15)
    (found,) = advised.found
    assert advised.tried >= 1
    assert (found.line, found.message.params["before_bytes"]) == (2, 900000)
    life.close()
    wait_until_gone(before)


def test_advice_that_somebody_ends_is_none(
    keeper: Path, lab: Lab, life: ExitStack, settings: Settings
) -> None:
    settings.KEEPER = str(keeper)
    before = set(golden.data_roots())
    slow = {"Dockerfile": "FROM python:3.11-slim\nRUN sleep 1; head -c 900000 /dev/zero >/x\nRUN rm /x\n"}
    small = CheckSpec("image-size", 10.0, {"full": "1kB", "zero": "1MB", "of": "own"})
    job = job_for(lab, slow, life, [])
    job = replace(job, lab=replace(job.lab, checks=(small,)))
    build_and_read(job, validate(job.lab, slow, COMMANDS))
    threading.Timer(0.4, life.close).start()
    with pytest.raises(EngineDown):
        job.afterwards[0]([0], 15)
    wait_until_gone(before)


def wait_until_gone(before: set[str]) -> None:
    until = time.monotonic() + 5
    while set(golden.data_roots()) - before:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_limit_that_was_reached_there_is_one_here(
    keeper: Path, lab: Lab, life: ExitStack, settings: Settings
) -> None:
    settings.KEEPER = str(keeper)
    job = job_for(lab, SLOW, life, [])
    job = replace(job, lab=replace(job.lab, limits=replace(job.lab.limits, seconds=2)))
    with pytest.raises(LimitReached) as reached:
        build_and_read(job, validate(job.lab, SLOW, COMMANDS))
    assert reached.value.limit == "seconds"


def test_the_daemon_of_a_worker_that_went_away_is_destroyed_at_once(
    keeper: Path, lab: Lab, life: ExitStack
) -> None:
    before = set(golden.data_roots())
    job = job_for(lab, SLOW, life, [])
    asked = {"lab": asdict(job.lab), "files": SLOW, "commands": COMMANDS, "owner": "a test"}
    with socket.socket(socket.AF_UNIX) as worker, worker.makefile("rb") as words:
        worker.connect(str(keeper))
        worker.sendall(wire.line(asked))
        while wire.heard(words.readline())["event"].get("stage") != "build":
            pass
        assert set(golden.data_roots()) - before
    wait_until_gone(before)


def test_nonsense_costs_the_keeper_nothing(keeper: Path) -> None:
    for nonsense in (b"\n", b"{}\n", b"[]\n", b'{"lab": 1}\n', b""):
        with socket.socket(socket.AF_UNIX) as worker:
            worker.connect(str(keeper))
            worker.sendall(nonsense)
            worker.shutdown(socket.SHUT_WR)
            worker.recv(1000)


def test_a_keeper_that_is_away_uses_up_no_try(lab: Lab, life: ExitStack, settings: Settings) -> None:
    settings.KEEPER = "/run/nobody.sock"
    job = job_for(lab, FILES, life, [])
    with pytest.raises(EngineDown):
        build_and_read(job, validate(job.lab, FILES, COMMANDS))
