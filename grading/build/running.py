"""`docker run` in a submission's daemon."""

from __future__ import annotations

import time

from django.utils.translation import gettext_noop as _

from grading.build.steps import Steps
from grading.commands import RunCommand
from grading.daemon.isolation import Daemon
from grading.faults import LearnerFault
from labs.spec import Limits

SECONDS = 10.0  # a server never ends by itself: its output is shown, and the submission goes on


def run(command: RunCommand, daemon: Daemon, limits: Limits, steps: Steps, deadline: float) -> None:
    """Run a container and show what it prints. LearnerFault when it does not start, or fails; LimitReached."""
    from grading import containers  # which has its log and its watch from this package

    spec = containers.ContainerSpec(
        image=command.image.familiar,
        entrypoint=None if command.entrypoint is None else (command.entrypoint,),
        command=command.command or None,
        user=command.user,
        workdir=command.workdir,
        env=command.env,
        read_only=command.read_only,
    )
    seconds = max(0.0, min(SECONDS, deadline - time.monotonic()))
    ran = containers.run(daemon, limits, spec, seconds, take=lambda line: steps.show([line]))
    if ran.stopped is containers.Stopped.SECONDS:
        steps.say(f"The container was stopped after {SECONDS:g} s.")
    elif ran.stopped is containers.Stopped.OUTPUT:
        steps.say("The container was stopped: it printed too much.")
    elif ran.exit_code:
        raise LearnerFault(
            _("docker run: the container of %(image)s ended with exit code %(code)d."),
            image=command.image.familiar,
            code=ran.exit_code,
        )
