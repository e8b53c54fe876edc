"""The first `apt-get install` of a small package through the package proxy, beside the second learner's."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from grading import pipeline
from grading.base_images import preparing
from grading.egress import squid
from grading.job import Job
from labs.labfolder import read_lab

LAB = settings.BASE_DIR / "tests" / "samples" / "packages"
INSTALL = """\
FROM debian:12-slim
RUN echo {number} && apt-get update -q && apt-get install -qy --no-install-recommends tree
"""
FETCH = """\
FROM python:3.11-slim
RUN apt-get update -q; python3 -c "import subprocess, time; began = time.monotonic(); \\
  subprocess.run(['apt-get', 'install', '-qy', '--download-only', '--no-install-recommends', 'gcc'], check=True); \\
  print('fetched in', time.monotonic() - began)"
"""


def measure(rounds: int = 3) -> dict[str, float]:
    """Seconds of the whole build, and of fetching gcc (some 60 MB in 30 files) alone; the cache is emptied first."""
    preparing.prepare(lambda _: None)
    squid.stop()
    shutil.rmtree(Path(settings.STATE_DIR) / "engine" / "egress" / "cache", ignore_errors=True)
    squid.ensure_running()
    figures = {"apt-get update and install of tree, first": _build(INSTALL.format(number=0))[0]}
    later = [_build(INSTALL.format(number=number))[0] for number in range(1, rounds + 1)]
    figures["apt-get update and install of tree, later, least"] = min(later)
    figures["fetching gcc, first"] = _build(FETCH)[1]
    figures["fetching gcc, second"] = _build(FETCH)[1]
    return figures


def _build(dockerfile: str) -> tuple[float, float]:
    """Seconds of the build, and those that it said something took to fetch (0 when it said nothing)."""
    lab = replace(read_lab(LAB), limits=replace(read_lab(LAB).limits, seconds=600))
    with ExitStack() as life:
        began = time.monotonic()
        verdict = pipeline.judge(Job(lab, {"Dockerfile": dockerfile}, lab.commands, "bench", life))
        seconds = time.monotonic() - began
    assert verdict.build is not None, verdict.error
    assert verdict.build.ok, verdict.build.log
    said = [line for line in verdict.build.log.splitlines() if "fetched in" in line and "print" not in line]
    return seconds, float(said[-1].split()[-1]) if said else 0.0
