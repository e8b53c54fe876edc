"""Many learners at once: submissions put into a stack's queue, and what became of each."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
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


def open_ones(stack: Stack) -> int:
    """How many are queued or running. Asked of SQLite itself: a Django for each look would load the machine."""
    with closing(
        sqlite3.connect(f"file:{stack.folder / 'db.sqlite3'}?mode=ro", uri=True, timeout=20)
    ) as database:
        (count,) = database.execute(
            "SELECT COUNT(*) FROM grading_submission WHERE state IN ('queued', 'running')"
        ).fetchone()
    return int(count)


def wait(stack: Stack, seconds: float, until: int = 0) -> None:
    """Until at most `until` are queued or running; AssertionError when that takes longer than `seconds`."""
    end = time.monotonic() + seconds
    while (count := open_ones(stack)) > until:
        assert time.monotonic() < end, f"{count} have no verdict after {seconds} s"
        time.sleep(0.1)
