"""Files and docker commands -> what they built, in a daemon that lives for them alone."""

from __future__ import annotations

import time
from contextlib import ExitStack

from grading import base_images, build, image
from grading.daemon import Daemon, daemon_for
from grading.facts import BuildResult, ImageFacts
from grading.faults import LimitReached, PlatformFault
from grading.models import Stage
from grading.stages import Publish, Timings, stage
from grading.validation import ValidSubmission
from labs.spec import LabSpec


def build_and_read(
    lab: LabSpec, valid: ValidSubmission, owner: str, publish: Publish, timings: Timings, life: ExitStack
) -> tuple[BuildResult, ImageFacts | None]:
    """Run the commands and read the image they made (None when they made none), within the lab's seconds.

    The daemon lives until `life` closes: whoever waits for the verdict need not wait for its end. Raises LimitReached,
    or PlatformFault when the daemon failed us.
    """
    with stage(Stage.DAEMON, publish, timings):
        daemon = life.enter_context(daemon_for(lab.limits, owner))
    deadline = time.monotonic() + lab.limits.seconds
    daemon.kill_at(deadline)
    try:
        return _in_daemon(daemon, valid, publish, timings, deadline)
    except PlatformFault:
        if not daemon.expired:
            raise
        raise LimitReached(
            "The time limit of %(seconds)d s was reached.", limit="seconds", seconds=lab.limits.seconds
        ) from None


def _in_daemon(
    daemon: Daemon, valid: ValidSubmission, publish: Publish, timings: Timings, deadline: float
) -> tuple[BuildResult, ImageFacts | None]:
    with stage(Stage.BUILD, publish, timings):
        result = build.run(daemon, valid.requests, valid.files, valid.dockerfiles, publish, deadline)
    if not result.ok or result.image_id is None:
        return result, None
    with stage(Stage.INSPECT, publish, timings):
        return result, image.read(daemon, result, valid.dockerfile, base_images.available())
