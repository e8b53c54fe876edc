"""Mail to learners about their grades: what is still to be sent, and who wants none."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from grading.models.submission import Submission


class Notice(models.Model):
    """What a learner is yet to be told of a submission: grading.notices."""

    submission = models.OneToOneField(Submission, models.CASCADE, primary_key=True, related_name="notice")
    commented = models.BooleanField(default=False)
    adjusted = models.BooleanField(default=False)
    regraded = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.submission)


class NoticeChoice(models.Model):
    """Which mails a person wants. Who never chose wants all."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="notice_choice"
    )
    reviews = models.BooleanField(
        _("a grader comments on an attempt of mine or changes its points"), default=True
    )
    regrades = models.BooleanField(_("a grade of mine is made again and is another one"), default=True)

    def __str__(self) -> str:
        return str(self.user)
