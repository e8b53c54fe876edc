"""Where a submission is, what became of it, and whose fault that is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    QUEUED = "queued", _("queued")  # stored; waits for a worker. The only state a claim starts from
    RUNNING = "running", _("running")  # claimed by one worker, which renews `heartbeat_at` every few seconds
    GRADED = (
        "graded",
        _("graded"),
    )  # built, or failed to build by the learner's fault: has outcomes and a score
    REFUSED = "refused", _("refused")  # never built: `error` says what is wrong and where
    LIMIT = "limit", _("limit reached")  # stopped by a limit: `error` says which, its value and what was used
    FAILED = "failed", _("failed")  # our fault or the lab's: the attempt is given back
    CANCELLED = "cancelled", _("cancelled")  # by its learner, before there was a verdict: does not count


FINAL_STATES = (State.GRADED, State.REFUSED, State.LIMIT, State.FAILED, State.CANCELLED)


class Stage(models.TextChoices):
    """Where a running submission is."""

    DAEMON = "daemon", _("preparing a Docker daemon")
    BUILD = "build", _("building")
    INSPECT = "inspect", _("reading the image")
    CHECKS = "checks", _("grading")


class Whose(models.TextChoices):
    """Whose fault a failure is: `whose` of the types in grading.faults."""

    LEARNER = "learner", _("learner")
    LAB = "lab", _("lab")
    PLATFORM = "platform", _("platform")
