"""Many learners at once: submissions put into a stack's queue, and what became of each."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.stack import Stack

LEARNERS = 10
SENDING = """
import json
from django.contrib.auth.models import User
from grading.models import Submission
from labs.models import Lab
given = json.loads({given!r})
lab = Lab.objects.get(slug=given["lab"])
starter = {{file.path: file.text for file in lab.files.filter(role="starter")}}
learners = [User.objects.get_or_create(username=f"crowd-{{n}}")[0] for n in range(given["learners"])]
begin = Submission.objects.count()
Submission.objects.bulk_create(
    Submission(lab=lab, learner=learners[n % len(learners)], number=begin + n + 1, max_score=lab.spec().max_score,
               files=starter | one["files"], commands=one["commands"])
    for n, one in enumerate(given["all"])
)
"""
READING = """
import json
from grading.models import Submission
keys = ("pk", "state", "fault", "score", "tries", "error", "timings")
when = lambda moment: moment and moment.timestamp()
rows = [{key: getattr(s, key) for key in keys}
        | {"started": when(s.started_at), "finished": when(s.finished_at), "outcomes": s.outcomes.count()}
        for s in Submission.objects.order_by("pk")]
print(json.dumps(rows))
"""


@dataclass(frozen=True)
class Work:
    """What one learner sends."""

    files: dict[str, str]
    commands: str


def send(stack: Stack, lab: str, all_of_it: Sequence[Work], learners: int = LEARNERS) -> None:
    """Queue it, in this order, for learners who take turns; each learner's submissions run one after the other."""
    given = {
        "lab": lab,
        "learners": learners,
        "all": [{"files": one.files, "commands": one.commands} for one in all_of_it],
    }
    stack.shell(SENDING.format(given=json.dumps(given)))


def ring(stack: Stack, times: int) -> None:
    """Wake so many workers; each wakes the next while submissions wait."""
    stack.shell(f"from grading import queue\nfor _ in range({times}):\n    queue.ring()")


def rows(stack: Stack) -> list[dict[str, Any]]:
    """Every submission there is, as plain data, in the order it was sent."""
    found: list[dict[str, Any]] = json.loads(stack.shell(READING).splitlines()[-1])
    return found


def wait(stack: Stack, seconds: float, pause: float = 2.0) -> list[dict[str, Any]]:
    """Until none is queued or running any more; AssertionError when that takes longer."""
    end = time.monotonic() + seconds
    while True:
        found = rows(stack)
        open_ones = [row for row in found if row["state"] in ("queued", "running")]
        if not open_ones:
            return found
        assert time.monotonic() < end, f"{len(open_ones)} of {len(found)} have no verdict after {seconds} s"
        time.sleep(pause)
