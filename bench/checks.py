"""What grading takes beyond the build: each lab's checks, the check of the cache, the whole suite of samples."""

from __future__ import annotations

import statistics
import time
from contextlib import ExitStack

from bench.bare import bare
from grading import trial
from grading.checks import probes
from grading.job import Job
from grading.management.commands.lab import all_labs
from grading.models import Stage
from grading.pipeline import judge
from grading.probes.rebuild import Rebuild
from grading.verdict import Verdict
from labs.content import read_lab
from labs.spec import LabSpec

CACHE_LAB = "ordre-et-cache"
RUNS = 5


def measure() -> dict[str, float]:
    """Seconds. The longest lab is the one whose checks take most, beside its build; medians but for the suite."""
    labs = {folder.name: read_lab(folder) for folder in all_labs()}
    graded = {name: _graded(lab) for name, lab in labs.items()}
    longest = max(graded, key=lambda name: graded[name].timings[Stage.CHECKS])
    runs = [graded[longest], *(_graded(labs[longest]) for _ in range(RUNS - 1))]
    figures = {
        f"longest lab, {longest}: its build": statistics.median(one.timings[Stage.BUILD] for one in runs),
        f"longest lab, {longest}: all its checks": statistics.median(
            one.timings[Stage.CHECKS] for one in runs
        ),
        "median lab: all its checks": statistics.median(one.timings[Stage.CHECKS] for one in graded.values()),
    }
    plain, check = _plain_rebuild(labs[CACHE_LAB]), _cache_check(labs[CACHE_LAB])
    figures |= {
        "plain rebuild after a change, docker buildx build in a warm daemon": plain,
        "the same as the check of the cache has it": check,
        "check of the cache / plain rebuild": check / plain,
    }
    began = time.monotonic()
    samples = sum(len(list(trial.tries(folder))) for folder in all_labs())
    return figures | {
        "solutions and mistakes of all labs": samples,
        "their seconds": time.monotonic() - began,
    }


def _graded(lab: LabSpec) -> Verdict:
    with ExitStack() as life:
        verdict = judge(Job(lab, lab.solution, lab.solution_commands or lab.commands, "bench", life))
    assert verdict.score == lab.max_score, verdict.as_json(lab.slug)
    return verdict


def _cache_check(lab: LabSpec) -> float:
    """Of one rebuild with its probe, the median."""
    rebuilds = [probe for probe in probes(lab.checks) if isinstance(probe, Rebuild)]
    return statistics.median(_graded(lab).timings[Stage.CHECKS] / len(rebuilds) for _ in range(RUNS))


def _plain_rebuild(lab: LabSpec) -> float:
    """Median of rebuilding after each of the files that the lab's checks touch was changed."""
    touched = [name for probe in probes(lab.checks) if isinstance(probe, Rebuild) for name in probe.touched]
    seconds = []
    with bare(lab) as (folder, build):
        build()
        for name in touched * RUNS:
            with (folder / name).open("a") as file:
                file.write("\n")
            seconds.append(build())
    return statistics.median(seconds)
