"""What a learner is writing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from labs.models import Lab


class Draft(models.Model):
    """The text in one learner's editor of one lab, as it was last saved from any window or device.

    `revision` counts the saves: who saves says which one they saw, so that none overwrites another unseen.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    lab = models.ForeignKey(Lab, models.CASCADE, related_name="drafts")
    revision = models.PositiveIntegerField(default=1)
    files = models.JSONField(default=dict)  # name -> text
    commands = models.TextField(blank=True)
    attempt = models.PositiveIntegerField(null=True)  # the number of the submission that has just this text
    saved_at = models.DateTimeField()
    aside = models.JSONField(default=list)  # `content` of older texts that met this one as a guest signed in

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "lab"], name="one_draft_a_lab")]

    def __str__(self) -> str:
        return f"{self.lab}: {self.learner} ({self.revision})"

    @property
    def content(self) -> dict[str, Any]:
        """As the workbench's scripts have a text; `at` in milliseconds."""
        return {
            "files": self.files,
            "commands": self.commands,
            "attempt": self.attempt,
            "at": int(self.saved_at.timestamp() * 1000),
        }
