"""How long a queued submission will probably wait, from how long the last ones took."""

from __future__ import annotations

import math
from datetime import timedelta
from statistics import median

from django.utils import timezone

from grading.kept import kept
from grading.models import State, Submission

LOOKED_AT = 20  # submissions
FEWEST = 3  # from which an estimate is honest
RECENT = timedelta(hours=6)
KEPT_SECONDS = 5
STEP = 5  # seconds: more exact is more than we know


def seconds_to_wait(before: int) -> int | None:
    """Until it starts, with `before` others to start first; rounded up to STEP. None when we cannot know."""
    usual, running = kept("queue-pace", KEPT_SECONDS, _pace)
    if usual is None:
        return None
    # Those that run are half done on average, and as many run side by side.
    return math.ceil(usual * (before + 0.5) / max(running, 1) / STEP) * STEP


def _pace() -> tuple[float | None, int]:
    """How long one usually takes, and how many run."""
    return _usual_seconds(), Submission.objects.filter(state=State.RUNNING).count()


def _usual_seconds() -> float | None:
    ended = Submission.objects.filter(
        state__in=(State.GRADED, State.LIMIT),
        started_at__isnull=False,
        finished_at__gt=timezone.now() - RECENT,
    ).order_by("-finished_at")
    took = [
        (finished - started).total_seconds()
        for started, finished in ended.values_list("started_at", "finished_at")[:LOOKED_AT]
        if started and finished
    ]
    return median(took) if len(took) >= FEWEST else None
