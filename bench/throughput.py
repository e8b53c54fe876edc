"""Builds a minute: two workers with a fresh daemon for each build, beside the same builds bare in one warm daemon."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from grading import engine
from grading.base_images import preparing
from grading.daemon import daemon_for
from labs.content import read_lab
from labs.spec import LabSpec, Limits
from tests import crowd
from tests.crowd import Work
from tests.stack import Stack

LAB = settings.BASE_DIR / "content" / "docker-fr" / "04-images" / "labs" / "premier-dockerfile"
AT_ONCE = 2
ROOMY = Limits(memory=4 << 30, disk=16 << 30, pids=4096)


def measure(builds: int = 40) -> dict[str, float]:
    """Both rates and their ratio, for the first lab's solution; each build has an argument of its own and no cache.

    Half of the bare builds run before the workers', half after, so that both meet the same load.
    """
    preparing.prepare(lambda _: None)
    lab = read_lab(LAB)
    before = bare(lab, builds // 2)
    fresh = workers(lab, builds)
    after = bare(lab, builds // 2)
    shared = 2 / (1 / before + 1 / after)
    return {
        "two workers, a fresh daemon each, builds/min": fresh,
        "two at a time in one warm daemon, builds/min": shared,
        "ratio": fresh / shared,
        "load average": os.getloadavg()[0],
    }


def workers(lab: LabSpec, builds: int) -> float:
    """Builds a minute through Redis, Celery, daemon, image and checks, from the first start to the last verdict."""
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder), workers=AT_ONCE) as stack:
        stack.stop("web")
        crowd.send(stack, lab.slug, [work(lab, 0)] * AT_ONCE)  # starts the workers, measures the reference
        crowd.ring(stack, AT_ONCE)
        crowd.wait(stack, 90)
        crowd.send(stack, lab.slug, [work(lab, number) for number in range(1, builds + 1)])
        crowd.ring(stack, AT_ONCE)
        crowd.wait(stack, 30 + 10 * builds)
        done = crowd.rows(stack)[AT_ONCE:]
    assert {row["state"] for row in done} == {"graded"}, done
    seconds: float = max(row["finished"] for row in done) - min(row["started"] for row in done)
    return 60 * builds / seconds


def work(lab: LabSpec, number: int) -> Work:
    command = lab.solution_commands.strip().removesuffix(".")
    return Work(unique(lab), f"{command} --no-cache --build-arg ROUND={number} .")


def unique(lab: LabSpec) -> dict[str, str]:
    """The solution, with an argument that makes each build another one: BuildKit merges equal ones."""
    return dict(lab.solution) | {
        "Dockerfile": lab.solution["Dockerfile"].replace("WORKDIR", "ARG ROUND\nWORKDIR", 1)
    }


def bare(lab: LabSpec, builds: int) -> float:
    """Builds a minute of `docker buildx build` alone."""
    with warm_daemon(lab) as build, ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(build, range(-AT_ONCE, 0)))
        began = time.monotonic()
        list(pool.map(build, range(builds)))
        return 60 * builds / (time.monotonic() - began)


@contextmanager
def warm_daemon(lab: LabSpec) -> Iterator[Callable[[int], None]]:
    """Runs one build, numbered, in a daemon that stays."""
    with daemon_for(ROOMY, "bench") as daemon, tempfile.TemporaryDirectory() as folder:
        for name, text in (dict(lab.starter) | unique(lab)).items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        environment = {
            "PATH": os.defpath,
            "DOCKER_HOST": f"unix://{daemon.socket}",
            "HOME": folder,
            "DOCKER_CONFIG": folder,
        }

        def build(number: int) -> None:
            command = [str(engine.buildx()), "build", "--no-cache", "--network=none", "--provenance=false"]
            command += ["--progress=rawjson", f"--build-arg=ROUND={number}", f"--tag=app:{abs(number)}", "."]
            subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True)

        yield build
