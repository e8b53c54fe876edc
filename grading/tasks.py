"""Celery's doorway: fetch, call, and no more."""

from __future__ import annotations

import logging

from celery import shared_task
from celery.signals import worker_init, worker_process_init, worker_process_shutdown
from django.conf import settings

from grading import alerts, daemon, guests, notices, pipeline, queue, regrade
from grading.egress import squid
from grading.faults import PlatformFault
from labs.guests import forget_guests

logger = logging.getLogger(__name__)


@shared_task
def grade_next() -> None:
    """Grade the submission that is next, if any, and ring again while others wait."""
    submission = queue.claim()
    if submission is None:
        return
    judged_by = pipeline.grade(submission)
    regrade.catch_up(submission, judged_by)
    if queue.waiting().exists():
        queue.ring()


@shared_task
def look_after_queue() -> None:
    """The timer: take back what dead workers held, wake the workers if any wait."""
    queue.requeue_orphans()
    if queue.waiting().exists():
        queue.ring()


@shared_task
def clean_up() -> None:
    """The timer: destroy what the dead left."""
    daemon.reap()
    try:
        squid.look_after()
    except PlatformFault as fault:
        logger.warning("the package proxy: %s", fault)


@shared_task
def send_mail() -> None:
    """The timer, in the process for mail: what learners, instructors and operators are to be told."""
    notices.send_due()
    alerts.send_due()


@shared_task
def look_after_guests() -> None:
    """The timer: give accounts what guests still have of theirs, and forget those whom nobody came back for."""
    guests.move_the_rest()
    forget_guests()


@worker_init.connect
def begin(**_: object) -> None:
    daemon.keep_temporary_files_apart()


@worker_process_init.connect
def warm_up(**_: object) -> None:
    """A worker process begins, perhaps in the place of one that was killed."""
    daemon.reap()
    try:
        daemon.fill_spares(settings.SPARE_DAEMONS)
    except PlatformFault as fault:  # the engine is away: each submission will say so, and start it
        logger.warning("no spare daemon: %s", fault)


@worker_process_shutdown.connect
def cool_down(**_: object) -> None:
    daemon.fill_spares(0)
