"""Take what a learner sends: validate it, store it, and ring the bell once it is committed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import get_language

from grading import queue
from grading.faults import LearnerFault
from grading.models import State, Submission
from grading.validation import Invalid, validate
from labs.models import Lab

MAX_WAITING = 5  # of one learner, all labs together
CANCELLED_WAITS = timedelta(seconds=30)


class Closed(LearnerFault):
    """The lab takes no submissions now."""


def submit(lab: Lab, learner: User, files: Mapping[str, str | bytes], commands: str) -> Submission:
    """Store a submission and queue it. Raises Closed, or Invalid with every problem found; then nothing is stored.

    When the broker is away it is stored all the same: the timer finds it.
    """
    if not lab.is_open:
        raise Closed("This lab is closed: it takes no submissions now.")
    if _waiting(learner) >= MAX_WAITING:
        raise Invalid(
            [
                LearnerFault(
                    "%(count)d of your submissions are waiting already: let one finish first.",
                    count=MAX_WAITING,
                )
            ]
        )
    spec = lab.spec()
    valid = validate(spec, files, commands)
    return _store(lab, learner, dict(valid.sent), commands.replace("\r\n", "\n"), spec.max_score)


def _waiting(learner: User) -> int:
    """How many of theirs wait; one cancelled a moment ago still counts, so that nobody fills the queue's table."""
    waits = Q(state=State.QUEUED, finished_at=None)
    cancelled = Q(state=State.CANCELLED, finished_at__gt=timezone.now() - CANCELLED_WAITS)
    return Submission.objects.filter(waits | cancelled, learner=learner).count()


def _store(lab: Lab, learner: User, files: dict[str, str], commands: str, max_score: float) -> Submission:
    mine = Submission.objects.filter(lab=lab, learner=learner)
    while True:
        number = (mine.aggregate(Max("number"))["number__max"] or 0) + 1
        try:
            with transaction.atomic():
                submission = Submission.objects.create(
                    lab=lab,
                    learner=learner,
                    number=number,
                    files=files,
                    commands=commands,
                    max_score=max_score,
                    language=get_language() or "",
                )
                transaction.on_commit(queue.ring)
                return submission
        except IntegrityError:  # a second window took the number; take the next
            if not mine.filter(number=number).exists():
                raise
