"""What was submitted, and what was found out about it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grading.facts import ImageFacts
from grading.messages import Message
from grading.models.image_tree import ImageTree
from grading.models.states import FINAL_STATES, Stage, State, Whose
from labs.models import Lab

BULKY = ("log", "files", "steps", "image", "answers", "advice")  # columns that lists do without


class Submission(models.Model):
    """One learner's files and docker commands for one lab. This row is the truth about it; Celery only rings."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lab = models.ForeignKey(Lab, models.CASCADE, related_name="submissions", verbose_name=_("lab"))
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="submissions", verbose_name=_("learner")
    )
    number = models.PositiveIntegerField(_("number"))  # counts from 1 per learner and lab
    files = models.JSONField(_("files"))  # name -> text
    commands = models.TextField(_("docker commands"))
    # That the learner read the site in.
    language = models.CharField(max_length=10, blank=True, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, blank=True)
    fault = models.CharField(_("whose fault"), max_length=10, choices=Whose.choices, blank=True)
    error = models.JSONField(_("error"), null=True, blank=True)  # a Message
    error_line = models.PositiveIntegerField(null=True, blank=True)
    counted = models.BooleanField(_("counts as an attempt"), default=True)

    created_at = models.DateTimeField(_("submitted at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    # A claim is a random token: only its holder may write results, so a worker thought dead changes nothing later.
    claim = models.UUIDField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    not_before = models.DateTimeField(null=True, blank=True)  # when a retry may start

    log = models.TextField(_("log"), blank=True)
    steps = models.JSONField(default=list)  # grading.facts.Step as dicts
    build = models.JSONField(null=True, blank=True)  # BuildResult.stored()
    image = models.JSONField(null=True, blank=True)  # ImageFacts.as_json()
    # The image's bytes, for lists and rankings.
    image_size = models.PositiveBigIntegerField(null=True, editable=False)
    answers = models.JSONField(default=dict)  # what probes found out, by their key
    advice = models.JSONField(
        null=True, blank=True
    )  # grading.outcome.Advice as dicts; null until it was looked for
    advice_tried = models.PositiveSmallIntegerField(default=0, editable=False)  # rewrites that were built
    timings = models.JSONField(_("seconds by stage"), default=dict)

    score = models.FloatField(_("automatic score"), null=True, blank=True)
    max_score = models.FloatField(_("points possible"), default=0)
    final_score = models.FloatField(_("score"), null=True, blank=True)  # after a grader's adjustments

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "lab", "number"], name="submission_number"),
            models.UniqueConstraint(
                fields=["learner"], condition=Q(state="running"), name="one_running_per_learner"
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="submission_queue")]
        permissions = [("review_submission", "Can review submissions of their courses")]

    def __str__(self) -> str:
        return f"{self.lab} #{self.number} – {self.learner}"

    def get_absolute_url(self) -> str:
        return reverse("submission", args=[self.public_id])

    @property
    def attempt(self) -> int:
        """Which of the learner's attempts at the lab that count it is, from 1."""
        return Submission.objects.filter(
            lab=self.lab_id, learner=self.learner_id, counted=True, number__lte=self.number
        ).count()

    @property
    def is_final(self) -> bool:
        return self.state in FINAL_STATES

    @property
    def awaits_advice(self) -> bool:
        """Whether advice may still come: it is looked for right after the grade."""
        if self.state != State.GRADED or self.advice is not None or self.finished_at is None:
            return False
        return timezone.now() - self.finished_at < timedelta(seconds=settings.ADVICE_SECONDS + 5)

    @property
    def is_built_again(self) -> bool:
        """It waits or runs though it was judged before: the former grade stays until there is a new one."""
        return self.finished_at is not None and not self.is_final

    @property
    def error_message(self) -> Message | None:
        return Message.from_json(self.error) if self.error else None

    @property
    def failed_command(self) -> int | None:
        """The line of the docker command that failed by something else than a line of the Dockerfile."""
        return None if self.error_line else (self.build or {}).get("failed_command")

    @property
    def passed(self) -> bool:
        return (
            self.final_score is not None
            and self.max_score > 0
            and 100 * self.final_score >= self.lab.pass_percent * self.max_score
        )

    def facts(self) -> ImageFacts | None:
        """What was read from its image, with the image's files as far as they were kept."""
        if not self.image:
            return None
        kept = ImageTree.objects.filter(submission=self).first()
        return ImageFacts.from_json(self.image, kept.tree if kept else None)
