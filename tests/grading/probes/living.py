"""A submission built in a real daemon, for probes to ask."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from grading import base_images, build, image
from grading.daemon.isolation import Daemon
from grading.probes import Live
from grading.stages import silent
from grading.validation import validate
from labs.spec import CheckSpec, Limits
from tests.grading.checks.work import LAB

LIMITS = Limits(seconds=60, memory=512 << 20, disk=512 << 20, pids=256)  # of the daemon of the tests


def living(
    daemon: Daemon,
    dockerfile: str,
    starter: Mapping[str, str] | None = None,
    commands: str = "docker build -t app:1 .",
    checks: Sequence[CheckSpec] = (),
) -> Live:
    """Build it; `starter` are the lab's files beside the Dockerfile."""
    lab = replace(LAB, starter=dict(starter or {}), limits=LIMITS, checks=tuple(checks))
    valid = validate(lab, {"Dockerfile": dockerfile}, commands)
    deadline = time.monotonic() + LIMITS.seconds
    daemon.kill_at(deadline)
    result = build.run(daemon, valid.requests, valid.files, valid.dockerfiles, silent, deadline, LIMITS, None)
    assert result.ok, result.log
    facts = image.read(daemon, result, valid.dockerfile, base_images.available())
    return Live(lab, daemon, valid, result, facts, deadline, None, silent)
