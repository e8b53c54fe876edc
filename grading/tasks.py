"""Celery's doorway: fetch, call, and no more."""

from __future__ import annotations

from celery import shared_task
from celery.signals import worker_process_init, worker_process_shutdown
from django.conf import settings

from grading import daemon, pipeline, queue


@shared_task
def grade_next() -> None:
    """Grade the submission that is next, if any, and ring again while others wait."""
    submission = queue.claim()
    if submission is None:
        return
    pipeline.grade(submission)
    if queue.waiting().exists():
        queue.ring()


@shared_task
def look_after_queue() -> None:
    """The timer: take back what dead workers held, destroy the daemons they left, wake the workers if any wait."""
    queue.requeue_orphans()
    if queue.waiting().exists():
        queue.ring()
    daemon.reap()


@worker_process_init.connect
def warm_up(**_: object) -> None:
    daemon.fill_spares(settings.SPARE_DAEMONS)


@worker_process_shutdown.connect
def cool_down(**_: object) -> None:
    daemon.fill_spares(0)
