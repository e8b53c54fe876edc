"""One sentence about where a submission is, for its learner."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from redis import Redis
from redis.exceptions import RedisError

from grading.kept import kept
from grading.models import State, Submission


def note(submission: Submission) -> str:
    """Said beside the state; empty when the state says it all."""
    if submission.state != State.QUEUED:
        return ""
    if submission.is_built_again:
        return _("This attempt is being built again. Its grade stays until there is a new one.")
    if submission.not_before:
        return _("Something failed on our side. We are trying again: your attempt is safe.")
    if not broker_is_up():
        return _(
            "The build queue is away for the moment. Your submission is kept and will go in when it is back."
        )
    running = Submission.objects.filter(learner=submission.learner_id, state=State.RUNNING)
    if running.exists():
        return _("Your previous submission is still running: this one starts right after it.")
    return ""


def broker_is_up() -> bool:
    """Asked at most once a second by each process."""
    return kept("broker-is-up", 1, _answers)


def _answers() -> bool:
    with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as redis:
        try:
            return bool(redis.ping())
        except RedisError:
            return False
