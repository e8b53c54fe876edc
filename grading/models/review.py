"""What checks found, and what a grader said of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from grading.messages import Message
from grading.models.submission import Submission


class OutcomeRecord(models.Model):
    """What one check of a submission found, as stored."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="outcomes")
    position = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=30)
    title = models.CharField(_("title"), max_length=100, blank=True)  # empty for the kind's name
    points = models.FloatField(_("points"))
    max_points = models.FloatField(_("points possible"))
    message_data = models.JSONField()  # a Message
    evidence = models.JSONField(default=dict)
    hint = models.TextField(blank=True)
    next_hint = models.PositiveIntegerField(
        null=True, blank=True
    )  # after so many more attempts another comes
    ours = models.BooleanField(default=False)  # the check failed on our side and does not count

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["submission", "position"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.points:g}/{self.max_points:g}"

    @property
    def message(self) -> Message:
        return Message.from_json(self.message_data)

    @property
    def adjustment(self) -> Adjustment | None:
        """The newest adjustment; a grader's second thought replaces the first and both are kept."""
        return max(self.adjustments.all(), key=lambda a: a.pk, default=None)

    @property
    def final_points(self) -> float:
        adjustment = self.adjustment
        return self.points if adjustment is None else adjustment.of(self.max_points)

    @property
    def passed(self) -> bool:
        return self.final_points >= self.max_points and not self.ours


class Comment(models.Model):
    """What a grader says about a submission; the learner sees it."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="review_comments")
    text = models.TextField(_("comment"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.text


class Adjustment(models.Model):
    """A grader sets the points of one outcome, with the reason; the newest counts."""

    outcome = models.ForeignKey(OutcomeRecord, models.CASCADE, related_name="adjustments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="adjustments")
    points = models.FloatField(_("points"))
    max_points = models.FloatField(_("points possible"))  # at that time
    reason = models.TextField(_("reason"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.points:g}: {self.reason}"

    def of(self, max_points: float) -> float:
        """The same share of the points that the check gives now."""
        return round(self.points * max_points / self.max_points, 2) if self.max_points else 0.0
