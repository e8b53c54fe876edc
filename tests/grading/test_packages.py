"""Labs with packages, end to end: apt-get, pip and npm of the real package sources, and one on the loopback."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from grading import pipeline
from grading.daemon.isolation import Daemon
from grading.egress import relay, squid
from grading.faults import PlatformFault
from grading.isolated import build_and_read
from grading.job import Job
from grading.validation import validate
from grading.verdict import Verdict
from labs.labfolder import read_lab
from labs.spec import CheckSpec
from tests.grading.docker_build import build
from tests.grading.egress.origin import Origin
from tests.grading.said import said

pytestmark = pytest.mark.engine

LAB = read_lab(Path(__file__).parent.parent / "samples" / "packages")


@pytest.fixture(scope="module", autouse=True)
def stop_the_proxy() -> Iterator[None]:
    was_up = squid.is_up()
    yield
    if not was_up:
        squid.stop()


@pytest.fixture(scope="module")
def origin() -> Iterator[Origin]:
    running = Origin()
    yield running
    running.close()


@pytest.fixture
def mirror(origin: Origin, settings: Settings) -> str:
    """A package source that the operator runs in a private network, for one test."""
    settings.PRIVATE_PACKAGE_HOSTS = [f"http://{origin.place}"]
    return f"http://{origin.place}"


def judge(dockerfile: str, life: ExitStack, owner: str = "test", **lab: Any) -> Verdict:
    return pipeline.judge(Job(replace(LAB, **lab), {"Dockerfile": dockerfile}, LAB.commands, owner, life))


def says(verdict: Verdict) -> str:
    assert verdict.error is not None
    return said(verdict.error)


def log_of(verdict: Verdict) -> str:
    assert verdict.build is not None
    return verdict.build.log


def test_a_second_learner_s_apt_get_install_is_served_from_the_cache(life: ExitStack) -> None:
    install = "RUN apt-get update -q && apt-get install -qy --no-install-recommends tree && tree --version\n"
    for owner in ("first", "second"):
        verdict = judge(f"FROM debian:12-slim\n{install}", life, f"{owner}-{os.getpid()}")
        assert (verdict.score, verdict.error) == (100.0, None), log_of(verdict)
    time.sleep(0.2)
    address = relay.address_of(f"second-{os.getpid()}")
    lines = [line.split() for line in squid.log_file().read_text().splitlines() if address in line]
    package = next(line for line in lines if line[3].endswith(".deb"))
    assert package[4].split("/")[0] in ("TCP_HIT", "TCP_MEM_HIT", "TCP_INM_HIT", "TCP_IMS_HIT")
    lists = [line for line in lines if "/by-hash/" in line[3]]
    assert lists
    assert all("HIT" in line[4] for line in lists)


def test_pip_and_npm_work(life: ExitStack) -> None:
    verdict = judge(
        "FROM node:18-slim AS js\nWORKDIR /app\nRUN npm install left-pad && ls node_modules/left-pad > /listed\n"
        "FROM python:3.11-slim\nRUN pip install --no-cache-dir six && python -c 'import six; print(six.__name__)'\n"
        "COPY --from=js /listed /listed\n",
        life,
    )
    assert (verdict.score, verdict.error) == (100.0, None), log_of(verdict)


def test_the_proxy_leaves_no_trace_in_image_and_history(life: ExitStack, mirror: str) -> None:
    text = f"FROM busybox\nRUN wget -q -O /fetched {mirror}/trace.deb && ! env | grep -q 3129\n"
    job = Job(LAB, {"Dockerfile": text}, LAB.commands, "test", life)
    built = build_and_read(job, validate(LAB, job.files, job.commands))
    assert built.build.ok, built.build.log
    facts = built.image
    assert facts is not None
    written = json.dumps(facts.as_json(), default=str)
    assert "3128" not in written
    assert "_proxy" not in written.lower()
    assert (facts.layers[-1].files, facts.layers[-1].size) == (
        1,
        len(f"package /trace.deb {mirror[7:]}    \n"),
    )


def test_the_proxy_is_no_part_of_the_cache_key(daemon: Daemon) -> None:
    text = "FROM busybox\nRUN echo once\n"
    ways = [[f"--build-arg={name}={value}" for name, value in relay.PROXY_VARIABLES.items()], []]
    logs = [build(daemon, text, "-t", "app", *way).stderr for way in ways]
    assert "CACHED" not in logs[0]
    assert "CACHED" in logs[1]
    with closing(daemon.api()) as api:
        assert "_proxy" not in json.dumps(api.images.get("app").history()).lower()


def test_a_refused_host_is_said_in_error_and_log(life: ExitStack) -> None:
    verdict = judge("FROM busybox\nRUN wget -O- http://unlisted.example:8080/x\n", life)
    assert says(verdict) == (
        "Line 2: RUN wget -O- http://unlisted.example:8080/x failed with exit code 1: this lab's builds reach only "
        "package sources, not unlisted.example:8080."
    )
    assert "\nThis lab's builds reach only package sources, not unlisted.example:8080\n" in log_of(verdict)
    assert verdict.fault == "learner"


def test_without_the_proxy_there_is_no_way(life: ExitStack) -> None:
    verdict = judge(
        "FROM python:3.11-slim\nRUN python -c \"import socket; socket.create_connection(('192.0.2.1', 80), 3)\"\n",
        life,
    )
    assert "wanted the network without the proxy" in says(verdict)


def test_a_lab_without_packages_has_no_way_to_the_proxy(life: ExitStack) -> None:
    text = "FROM busybox\nRUN ! wget -O- -T 3 http://127.0.0.1:3128/ && ! env | grep -i proxy\n"
    verdict = judge(text, life, network="none")
    assert (verdict.score, verdict.error) == (100.0, None), log_of(verdict)


def test_what_is_built_again_reaches_packages_too(life: ExitStack, mirror: str) -> None:
    text = f"FROM busybox\nCOPY data /\nRUN wget -q -O /fetched {mirror}/again.deb\n"
    again = CheckSpec("cache", 10.0, {"touch": ["data"], "least": 50})
    twice = CheckSpec("reproducible", 10.0)
    verdict = judge(text, life, starter={"data": "1\n"}, checks=(again, twice))
    assert [outcome.points for outcome in verdict.outcomes] == [0.0, 10.0]
    assert verdict.outcomes[0].evidence.line == 2


def test_more_than_the_disk_limit_is_not_downloaded(life: ExitStack, mirror: str) -> None:
    limits = replace(LAB.limits, disk=100 << 20)
    text = f"FROM busybox\nRUN for i in 1 2 3 4; do wget -q -O /dev/null {mirror}/big; done; true\n"
    verdict = judge(text, life, limits=limits)
    assert (verdict.status, verdict.fault) == ("limit", "learner")
    assert says(verdict) == "The limit of downloads was reached: 105 MB."


def killed_once_asked(origin: Origin, path: str) -> threading.Thread:
    """Kills the proxy as soon as the package source is asked for this path."""

    def kill() -> None:
        until = time.monotonic() + 30
        while not any(path in line for line, _ in origin.asked) and time.monotonic() < until:
            time.sleep(0.02)
        pid = squid.log_file().parent.parent / "pid" / "squid.pid"
        os.kill(int(pid.read_text()), signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def test_a_build_that_fails_because_the_proxy_was_killed_is_our_fault(
    life: ExitStack, mirror: str, origin: Origin
) -> None:
    thread = killed_once_asked(origin, "/slow")
    with pytest.raises(PlatformFault, match="package proxy went away"):
        judge(f"FROM busybox\nRUN wget -O /x {mirror}/slow\n", life)
    thread.join()


def test_a_build_that_tries_again_finds_the_proxy_started_anew(
    life: ExitStack, mirror: str, origin: Origin
) -> None:
    origin.asked.clear()
    thread = killed_once_asked(origin, "/slow")
    verdict = judge(f"FROM busybox\nRUN wget -O /x {mirror}/slow || wget -O /x {mirror}/again.deb\n", life)
    thread.join()
    assert (verdict.score, verdict.error) == (100.0, None), log_of(verdict)


def test_a_package_source_that_is_away_is_our_fault(life: ExitStack, settings: Settings) -> None:
    settings.PACKAGE_HOSTS = ["packages.invalid"]
    with pytest.raises(PlatformFault, match=r"package source packages\.invalid:80 did not answer"):
        judge("FROM busybox\nRUN wget -O /x http://packages.invalid/x\n", life)
