"""Who is next. The row is the truth; a Celery message only says "look": lost or doubled, it changes nothing."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from grading import rebuild
from grading.faults import PlatformFault
from grading.kept import kept
from grading.messages import Message
from grading.models import FINAL_STATES, State, Submission

logger = logging.getLogger(__name__)

MAX_RETRIES = 3  # after a platform fault or a lost worker; then it is shown as ours
ORDER_KEPT_SECONDS = 1
OURS = Message("Something failed on our side. Your attempt was given back: please try again.")
LOST_WORKER = Message(
    "The grading worker stopped in the middle. Your attempt was given back: please try again."
)


def ring() -> bool:
    """Tell the workers to look. False when the broker is away: the timer rings again once it is back."""
    from grading.tasks import grade_next

    try:
        grade_next.apply_async(expires=60)
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("The broker did not take the bell, the timer will ring again: %s", error)
        return False
    return True


def waiting() -> QuerySet[Submission]:
    """Queued submissions that may start now: those never judged first, nobody waits for the others; guests after all
    learners, and one of them at a time; then the learner served longest ago, then the oldest.
    """
    again = ExpressionWrapper(Q(finished_at__isnull=False), BooleanField())
    mine = Submission.objects.filter(learner=OuterRef("learner"))
    last_start = mine.order_by().values("learner").annotate(last=Max("started_at")).values("last")
    is_guest = ExpressionWrapper(Q(learner__guest__isnull=False), BooleanField())
    of_guests = Submission.objects.filter(learner__guest__isnull=False, state=State.RUNNING)
    return (
        Submission.objects.filter(state=State.QUEUED)
        .filter(Q(not_before=None) | Q(not_before__lte=timezone.now()))
        .exclude(Exists(mine.filter(state=State.RUNNING)))
        .exclude(Q(learner__guest__isnull=False) & Exists(of_guests))
        .annotate(served=Subquery(last_start), again=again, is_guest=is_guest)
        .order_by("again", "is_guest", F("served").asc(nulls_first=True), "created_at", "pk")
    )


def build_again(submission: Submission, author_id: int | None) -> bool:
    """Queue a judged submission anew, at no cost: its grade stays until there is a new one.

    False when it waits or runs already. It is for the caller to ring, once for all.
    """
    with transaction.atomic():
        taken = Submission.objects.filter(pk=submission.pk, state__in=FINAL_STATES).update(
            state=State.QUEUED, tries=0, not_before=None
        )
        if taken:
            rebuild.begin(submission, author_id)
    return bool(taken)


def claim() -> Submission | None:
    """Take the next submission for this worker, or None. The conditional update decides between rivals."""
    for pk in waiting().values_list("pk", flat=True)[:20]:
        now = timezone.now()
        try:
            with transaction.atomic():
                taken = Submission.objects.filter(pk=pk, state=State.QUEUED).update(
                    state=State.RUNNING,
                    stage="",
                    claim=uuid.uuid4(),
                    heartbeat_at=now,
                    started_at=now,
                    tries=F("tries") + 1,
                )
        except IntegrityError:  # a rival has just started another one of this learner
            continue
        if taken:
            return Submission.objects.select_related("lab__module__course", "learner").get(pk=pk)
    return None


def held(submission: Submission) -> QuerySet[Submission]:
    """The row as long as this claim holds: every write of a worker goes through it."""
    return Submission.objects.filter(pk=submission.pk, claim=submission.claim, state=State.RUNNING)


def renew(submission: Submission) -> bool:
    """Say that the worker lives. False: the claim was taken back, stop."""
    return bool(held(submission).update(heartbeat_at=timezone.now()))


def give_back(submission: Submission, reason: Message, use_up_a_try: bool = True) -> bool:
    """After a failure that is not the learner's: queue it again with a growing pause, or give up and say so.

    Returns whether it will be tried again. Giving up gives the attempt back.
    """
    again = submission.tries <= MAX_RETRIES or not use_up_a_try
    now = timezone.now()
    if again:
        held(submission).update(
            state=State.QUEUED,
            stage="",
            claim=None,
            heartbeat_at=None,
            not_before=now + timedelta(seconds=2**submission.tries),
            tries=submission.tries - (not use_up_a_try),
        )
    elif not rebuild.keep_former_grade(held(submission), submission, reason):
        held(submission).update(
            state=State.FAILED,
            stage="",
            claim=None,
            fault=PlatformFault.whose,
            error=reason.as_json(),
            counted=False,
            finished_at=now,
        )
    return again


def cancel(submission: Submission) -> bool:
    """Its learner no longer wants it judged. False when there is a verdict already, or it is built again by others.

    One conditional update, as for a claim and for a verdict: whichever comes first stands. A worker that was at it
    finds its claim gone within a second and ends its daemon. The attempt does not count; the learner's turn is used up
    when it had begun.
    """
    mine = Submission.objects.filter(pk=submission.pk, finished_at=None)
    return bool(
        mine.filter(state__in=(State.QUEUED, State.RUNNING)).update(
            state=State.CANCELLED,
            stage="",
            claim=None,
            heartbeat_at=None,
            not_before=None,
            counted=False,
            finished_at=timezone.now(),
        )
    )


def requeue_orphans() -> int:
    """Take submissions back from workers that have not been heard of for ORPHAN_SECONDS."""
    silent = timezone.now() - timedelta(seconds=settings.ORPHAN_SECONDS)
    orphans = Submission.objects.filter(state=State.RUNNING, heartbeat_at__lt=silent)
    for submission in orphans:
        logger.warning("Submission %s lost its worker (try %d)", submission.public_id, submission.tries)
        give_back(submission, LOST_WORKER)
    return len(orphans)


def position(submission: Submission) -> int:
    """How many queued submissions will start before this one, by today's order.

    A process keeps the order for a moment: each of those who wait asks for it all the time.
    """
    order = kept(
        "queue-order", ORDER_KEPT_SECONDS, lambda: list(waiting().values_list("pk", flat=True)[:500])
    )
    return order.index(submission.pk) if submission.pk in order else len(order)
