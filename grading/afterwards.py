"""Advice once the grade is stored: out of the way of the next submission, and never a reason to fail."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import DatabaseError, connection

from grading import advice, queue
from grading.job import Job
from grading.models import State, Submission
from grading.outcome import Advised
from grading.validation import validate
from grading.verdict import Verdict

LOOK_SECONDS = 0.25  # between looks at the queue
logger = logging.getLogger(__name__)


def can_be_tried(job: Job, verdict: Verdict) -> bool:
    """Whether there is something to try: nothing is promised otherwise."""
    lost = _lost(job, verdict)
    if not lost or (verdict.build and verdict.build.seconds > settings.ADVICE_SECONDS):
        return False
    try:
        valid = validate(job.lab, job.files, job.commands)
        return next(advice.candidates(job.lab, valid, lost), None) is not None
    except Exception as error:  # never a reason to lose the grade
        logger.warning("Nobody can say what to try for %s: %s", job.owner, error)
        return False


def give_advice(submission: Submission, job: Job, verdict: Verdict) -> None:
    """Try in the daemon that still lives what would have helped, and store what did."""
    try:
        advised = _find(job, verdict)
    except Exception as error:
        logger.warning("No advice for submission %s: %s", submission.public_id, error)
        advised = Advised()
    try:
        graded = Submission.objects.filter(pk=submission.pk, state=State.GRADED, advice__isnull=True)
        graded.update(advice=[one.as_json() for one in advised.found], advice_tried=advised.tried)
    except DatabaseError as error:
        logger.warning("Advice for submission %s was not stored: %s", submission.public_id, error)


def _lost(job: Job, verdict: Verdict) -> list[int]:
    """The positions of checks that a rewrite may help; none when it must not be tried."""
    if not job.afterwards or not settings.ADVICE_SECONDS or queue.waiting().exists():
        return []
    return [
        position
        for position, outcome in enumerate(verdict.outcomes)
        if outcome.kind in advice.KINDS and not outcome.passed and not outcome.ours
    ]


def _find(job: Job, verdict: Verdict) -> Advised:
    lost = _lost(job, verdict)
    if not lost:
        return Advised()
    with _making_way(job.life):
        return job.afterwards[-1](lost, settings.ADVICE_SECONDS)


@contextmanager
def _making_way(life: ExitStack) -> Iterator[None]:
    """Meanwhile, end what lives for the submission as soon as another one waits."""
    over = threading.Event()

    def look() -> None:
        try:
            while not over.wait(LOOK_SECONDS):
                if queue.waiting().exists():
                    life.close()
                    return
        except DatabaseError as error:
            logger.warning("The queue cannot be looked at: %s", error)
            life.close()
        finally:
            connection.close()

    looking = threading.Thread(target=look, daemon=True, name="making way")
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()
