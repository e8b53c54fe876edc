"""`docker compose up` for real, from nothing to a graded submission, through what goes wrong, to nothing again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings

from grading.engine import host
from labs.content import read_lab
from labs.spec import LabSpec
from tests.client import Visitor
from tests.compose import images
from tests.compose.docker import Docker
from tests.stack import free_port

pytestmark = [pytest.mark.compose, pytest.mark.timeout(1800)]

PROJECT = "courseplatform-test"
IN_DJANGO = (
    "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'courseplatform.settings'; django.setup()\n"
)
LABS = settings.BASE_DIR / "content" / "docker-fr" / "04-images" / "labs"
UP_SECONDS = 1200  # base images are made from packages in it
RECOVERY_SECONDS = 180
SLOW = {"Dockerfile": "FROM python:3.11-slim\nCOPY phrase.py phrases.txt /app/\nRUN sleep 20\n"}


class Site:
    """The services of docker-compose.yml, with stand-ins for the public images."""

    def __init__(self, docker: Docker) -> None:
        self.docker = docker
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = images.variables(docker) | {
            "COMPOSE_PROJECT_NAME": PROJECT,
            "WEB_ADDRESS": f"127.0.0.1:{self.port}",
            "HTTPS_ONLY": "false",
            "BUILD_NETWORK": "host",
        }

    def compose(self, *words: str, seconds: float = UP_SECONDS) -> str:
        where = ("--project-directory", settings.BASE_DIR)
        return self.docker.call(self.docker.compose, *where, *words, seconds=seconds, **self.environment)

    def up(self, *words: str) -> None:
        try:
            self.compose("up", "--detach", "--wait", *words)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.compose('logs', '--tail=30')}") from None

    def containers(self, service: str) -> list[Any]:
        found = self.docker.client().containers
        return list(found.list(filters={"label": [f"com.docker.compose.service={service}"]}))

    def python(self, service: str, code: str) -> str:
        """Run Python in a service, and return what it printed."""
        return self.compose("exec", "--no-TTY", service, "python", "-c", code, seconds=60).strip()

    def kill(self, service: str) -> None:
        """As the kernel would for want of memory: not by Docker's own word, after which it starts nothing again."""
        for container in self.containers(service):
            os.kill(container.attrs["State"]["Pid"], signal.SIGKILL)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Docker(
        Path(settings.STATE_DIR).resolve() / "compose", Path("/run/courseplatform-compose")
    ) as docker:
        site = Site(docker)
        site.compose("down", "--volumes", "--remove-orphans")
        before = left_over()
        try:
            site.compose("build", "--quiet")
            site.up()
            yield site
        finally:
            site.compose("down", "--volumes", "--remove-orphans", "--timeout", "60")
        assert docker.client().containers.list(all=True) == []
        assert docker.client().volumes.list() == []
        assert_nothing_left(before)


@pytest.fixture(scope="module")
def student(site: Site) -> Visitor:
    visitor = Visitor(site.url, "student")
    visitor.sign_up("docker-fr")
    return visitor


@pytest.fixture(scope="module")
def lab() -> LabSpec:
    return read_lab(LABS / "premier-dockerfile")


def left_over() -> set[str]:
    """What a Docker or an engine may leave on a machine: mounts, loop devices, their processes."""
    mounts = {line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()}
    loops = {f"loop of {device['back-file']}" for device in json.loads(host.run("losetup", "--json", "--list") or
             '{"loopdevices": []}')["loopdevices"]}  # fmt: skip
    processes = subprocess.run(["ps", "-eo", "pid=,comm="], capture_output=True, text=True, check=True).stdout
    wanted = ("containerd-shim", "tini", "docker-proxy")
    return mounts | loops | {line for line in processes.splitlines() if any(name in line for name in wanted)}


def assert_nothing_left(before: set[str]) -> None:
    """A container is gone for Docker a moment before the process that held it ends."""
    until = time.monotonic() + 10
    while not left_over() <= before and time.monotonic() < until:
        time.sleep(0.2)
    assert left_over() <= before


def final(state: dict[str, Any]) -> bool:
    return bool(state["final"])


def building(state: dict[str, Any]) -> bool:
    return bool(state["stage"] == "build")


def assert_full_points(site: Site, student: Visitor, lab: LabSpec) -> None:
    _, state = student.submit(lab.slug, dict(lab.solution), lab.solution_commands)
    assert state["state"] == "graded", state
    code = (
        f"{IN_DJANGO}from grading.models import Submission\n"
        f"print(Submission.objects.filter(learner__username={student.name!r}).latest('id').score)"
    )
    assert float(site.python("web", code)) == lab.max_score


def test_a_student_signs_up_and_the_first_labs_solution_gets_full_points(
    site: Site, student: Visitor, lab: LabSpec
) -> None:
    assert_full_points(site, student, lab)


def test_pages_bring_their_style_and_scripts(site: Site, student: Visitor) -> None:
    page = student.session.get(f"{site.url}/labs/premier-dockerfile/", timeout=10).text
    linked = [part.split('"')[0] for part in page.split('="/static/')[1:]]
    assert any(name.endswith(".css") for name in linked)
    for name in linked:
        assert requests.get(f"{site.url}/static/{name}", timeout=10).status_code == 200, name


def test_only_the_web_is_published(site: Site) -> None:
    published = {
        container.labels["com.docker.compose.service"]: container.ports
        for container in site.docker.client().containers.list()
        if any(container.ports.values())
    }
    assert list(published) == ["web"]


def test_who_is_attacked_is_nobody_and_who_has_rights_is_told_nothing(site: Site) -> None:
    status = "print(*[l.split()[1] for l in open('/proc/self/status') if l.startswith(('Uid', 'CapEff', 'CapBnd'))])"
    for service in ("web", "worker", "mail", "beat"):
        assert site.python(service, status) == f"10001 {'0' * 16} {'0' * 16}"
    see = "import os; print(os.path.exists('/secrets'), *(n for n in os.environ if 'SECRET' in n or 'DATA' in n))"
    assert site.python("engine", see) == "False"
    reach = (
        "import socket\nfor host, port in (('db', 5432), ('redis', 6379), ('web', 8000)):\n"
        "    try: socket.create_connection((host, port), 2); print(host)\n    except OSError: pass"
    )
    assert site.python("engine", reach) == ""


def test_a_lab_with_packages_reaches_package_sources_and_nothing_else(
    site: Site, student: Visitor, lab: LabSpec
) -> None:
    site.python(
        "web",
        f"{IN_DJANGO}from labs.models import Lab\nLab.objects.filter(slug={lab.slug!r}).update(network='packages')",
    )
    get = "RUN python3 -c 'import urllib.request as u; print(u.urlopen(\"http://{}/\").status)'\n"
    apt = "FROM debian:12-slim\nRUN apt-get update -qq && apt-get install -y -qq --no-install-recommends hello\n"
    redis = "FROM python:3.11-slim\n" + get.format("redis:6379")
    for dockerfile, said in ((apt, "Setting up hello"), (redis, "403")):
        _, state = student.submit(lab.slug, {"Dockerfile": dockerfile}, lab.solution_commands)
        assert said in state["log"], state
    site.python(
        "web",
        f"{IN_DJANGO}from labs.models import Lab\nLab.objects.filter(slug={lab.slug!r}).update(network='none')",
    )


def test_no_container_is_privileged(site: Site) -> None:
    for container in site.docker.client().containers.list():
        assert not container.attrs["HostConfig"]["Privileged"], container.name
        assert "SYS_RESOURCE" not in (container.attrs["HostConfig"]["CapAdd"] or []), container.name


def test_three_workers_grade_three_learners_at_once(site: Site, lab: LabSpec) -> None:
    site.up("--scale", "worker=3", "--no-recreate")
    assert len(site.containers("worker")) == 3
    students = [Visitor(site.url, f"student-{number}") for number in range(3)]
    for student in students:
        student.sign_up("docker-fr")
    sent = [student.send(lab.slug, SLOW, lab.solution_commands) for student in students]
    until = time.monotonic() + 60
    while not all(building(student.state(links)) for student, links in zip(students, sent, strict=True)):
        assert time.monotonic() < until
        time.sleep(0.2)
    for student, links in zip(students, sent, strict=True):
        assert student.wait(links, final)["state"] == "graded"


def test_killed_workers_lose_nothing(site: Site, student: Visitor, lab: LabSpec) -> None:
    links = student.send(lab.slug, SLOW, lab.solution_commands)
    student.wait(links, building)
    site.kill("worker")
    assert student.wait(links, final, RECOVERY_SECONDS)["state"] == "graded"


def test_a_killed_engine_loses_nothing(site: Site, student: Visitor, lab: LabSpec) -> None:
    links = student.send(lab.slug, SLOW, lab.solution_commands)
    student.wait(links, building)
    site.kill("engine")
    assert student.wait(links, final, RECOVERY_SECONDS)["state"] == "graded"
    assert_full_points(site, student, lab)


def test_afterwards_no_daemon_is_left_but_the_spare(site: Site) -> None:
    count = f"{IN_DJANGO}from grading import engine\nprint(len(engine.client().containers.list(all=True)))"
    until = time.monotonic() + 20
    while site.python("engine", count) != "1":
        assert time.monotonic() < until
        time.sleep(1)


def test_a_second_up_changes_nothing_and_keeps_all(site: Site, student: Visitor, lab: LabSpec) -> None:
    site.compose("down", "--timeout", "60")
    site.up()
    assert_full_points(site, student, lab)
