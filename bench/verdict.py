"""From *Build* to the verdict, through web, Redis, Celery and daemon, beside the bare build."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path

from django.conf import settings

from bench.bare import bare
from labs.content import read_lab
from labs.spec import LabSpec
from tests.client import Client
from tests.stack import Stack

LAB = settings.BASE_DIR / "content" / "docker-fr" / "04-images" / "labs" / "premier-dockerfile"
STAGES = ("queue", "daemon", "build", "inspect", "checks")


def measure(rounds: int = 30) -> dict[str, float]:
    """p50 and p95 with a warm spare and without, the bare build, and the stages' medians."""
    lab = read_lab(LAB)
    figures: dict[str, float] = {}
    bare = bare_build(lab, rounds)
    figures["bare docker buildx build in a warm daemon, p50"] = bare
    for name, spares in (("warm spare", "1"), ("no spare", "0")):
        totals, stages = submissions(lab, rounds, spares)
        p50, p95 = statistics.median(totals), statistics.quantiles(totals, n=20)[-1]
        figures |= {f"{name}: p50": p50, f"{name}: p95": p95, f"{name}: p50 over the bare build": p50 - bare}
        figures |= {f"{name}: {stage}, p50": statistics.median(stages[stage]) for stage in STAGES}
    return figures


def submissions(lab: LabSpec, rounds: int, spares: str) -> tuple[list[float], dict[str, list[float]]]:
    totals: list[float] = []
    stages: dict[str, list[float]] = {stage: [] for stage in STAGES}
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder), SPARE_DAEMONS=spares) as stack:
        client = Client(stack, "bench")
        for _ in range(rounds + 1):
            time.sleep(0.8)  # an idle machine: the spare is back
            seconds, state = client.submit(lab.slug, dict(lab.solution), lab.solution_commands)
            assert state["state"] == "graded", state
            totals.append(seconds)
        stored = stack.shell(
            "import json\nfrom grading.models import Submission\n"
            "print(json.dumps(list(Submission.objects.order_by('pk').values_list('timings', flat=True))))"
        )
        for timings in json.loads(stored.splitlines()[-1])[1:]:
            for stage in STAGES:
                stages[stage].append(timings[stage])
    return totals[1:], stages  # the first one also measures the reference


def bare_build(lab: LabSpec, rounds: int) -> float:
    """Median seconds of `docker buildx build` of the same folder in one warm daemon, a unique argument each."""
    with bare(lab) as (_, build):
        return statistics.median(
            build("--no-cache", f"--build-arg=ROUND={number}") for number in range(rounds)
        )
