"""Files and docker commands -> what they built, in a daemon that lives for them alone."""

from __future__ import annotations

import time
from functools import partial

from django.conf import settings

from grading import base_images, build, checks, image, probes
from grading.advice import advise
from grading.build.watch import out_of_time
from grading.built import Built
from grading.daemon import Daemon, daemon_for
from grading.egress import Relay, relay_for
from grading.faults import PlatformFault
from grading.job import Job
from grading.keeper import client as keeper
from grading.models import Stage
from grading.probes import Answers, Live
from grading.registry import starting as registry
from grading.stages import stage
from grading.validation import ValidSubmission
from labs.models import Network


def build_and_read(job: Job, valid: ValidSubmission) -> Built:
    """Run the commands, read the image they made, and ask what the lab's checks want to know, within its seconds.

    Raises LimitReached, or PlatformFault when the daemon failed us.
    """
    return keeper.build_and_read(job, valid) if settings.KEEPER else build_here(job, valid)


def build_here(job: Job, valid: ValidSubmission) -> Built:
    """The same by this process, which has the engine's rights."""
    limits = job.lab.limits
    with stage(Stage.DAEMON, job.publish, job.timings):
        daemon = job.life.enter_context(daemon_for(limits, job.owner))
        if job.lab.registry is not None:
            registry.start(daemon, job.lab.registry.user, job.lab.registry_password)
        packages = (
            job.life.enter_context(relay_for(daemon, job.owner, limits.disk))
            if job.lab.network == Network.PACKAGES
            else None
        )
    deadline = time.monotonic() + limits.seconds
    daemon.kill_at(deadline)
    try:
        return _in_daemon(job, daemon, packages, valid, deadline)
    except PlatformFault:
        if not daemon.expired:
            raise
        raise out_of_time(limits) from None


def _in_daemon(
    job: Job, daemon: Daemon, packages: Relay | None, valid: ValidSubmission, deadline: float
) -> Built:
    with stage(Stage.BUILD, job.publish, job.timings):
        result = build.run(
            daemon,
            valid.requests,
            valid.files,
            valid.dockerfiles,
            job.publish,
            deadline,
            job.lab.limits,
            packages,
        )
    facts = None
    if result.image_id is not None:
        with stage(Stage.INSPECT, job.publish, job.timings):
            facts = image.read(daemon, result, valid.dockerfile, base_images.available())
    live = Live(job.lab, daemon, valid, result, facts, deadline, packages, job.publish)
    answers: Answers = {}
    if wanted := checks.probes(job.lab.checks, built=facts is not None):
        with stage(Stage.CHECKS, job.publish, job.timings):
            answers = probes.ask_all(wanted, live)
    if facts is not None:
        job.afterwards.append(partial(advise, live, answers))
    return Built(result, facts, answers)
