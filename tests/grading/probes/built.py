"""A submission whose daemon lives, for probes to ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from grading.daemon import isolation
from grading.daemon.isolation import Daemon
from grading.probes import Live
from labs.spec import Limits
from tests.grading.checks.work import LAB, an_image
from tests.grading.docker_build import build

LIMITS = Limits(memory=512 << 20, disk=512 << 20, pids=256)


@contextmanager
def a_daemon() -> Iterator[Daemon]:
    daemon = isolation.start(LIMITS, "probes")
    try:
        yield daemon
    finally:
        daemon.destroy()


def built(daemon: Daemon, dockerfile: str) -> Live:
    """The image of a Dockerfile that copies nothing."""
    result = build(daemon, dockerfile, "--tag=app:1")
    assert result.returncode == 0, result.stderr
    with closing(daemon.api()) as client:
        api: Any = client.api
        found = api.inspect_image("app:1")
    image = replace(an_image(), id=found["Id"], config=found["Config"])
    lab = replace(LAB, limits=LIMITS)
    return cast(Live, SimpleNamespace(lab=lab, daemon=daemon, image=image))
