"""Grades that were made again."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from grading.messages import Message
from grading.models.states import State
from grading.models.submission import Submission


class Regrade(models.Model):
    """A submission judged anew, from what was stored of it or by another build; and the grade it had before."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="regrades")
    author = models.ForeignKey(  # None: by the command line, or by the platform
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="regrades", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)  # None: it waits for its build, or is being built
    failure = models.JSONField(
        null=True
    )  # a Message: why there is no new grade, so that the former one stays
    # What the submission had before.
    state = models.CharField(max_length=10, choices=State.choices)
    score = models.FloatField(null=True)
    final_score = models.FloatField(null=True)
    max_score = models.FloatField()
    dropped = models.JSONField(default=list)  # adjustments of checks that are no more: grading.outcomes

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return (
            f"{self.submission_id}: {self.final_score}/{self.max_score:g} before {self.created_at:%Y-%m-%d}"
        )

    @property
    def failure_message(self) -> Message | None:
        return Message.from_json(self.failure) if self.failure else None
