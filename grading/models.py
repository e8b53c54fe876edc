"""What was submitted, how it was judged, and what a grader said of it."""

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
from grading.tree import Tree
from labs.models import Lab


class State(models.TextChoices):
    QUEUED = "queued", _("queued")  # stored; waits for a worker. The only state a claim starts from
    RUNNING = "running", _("running")  # claimed by one worker, which renews `heartbeat_at` every few seconds
    GRADED = (
        "graded",
        _("graded"),
    )  # built, or failed to build by the learner's fault: has outcomes and a score
    REFUSED = "refused", _("refused")  # never built: `error` says what is wrong and where
    LIMIT = "limit", _("limit reached")  # stopped by a limit: `error` says which, its value and what was used
    FAILED = "failed", _("failed")  # our fault or the lab's: the attempt is given back


FINAL_STATES = (State.GRADED, State.REFUSED, State.LIMIT, State.FAILED)


class Stage(models.TextChoices):
    """Where a running submission is."""

    DAEMON = "daemon", _("preparing a Docker daemon")
    BUILD = "build", _("building")
    INSPECT = "inspect", _("reading the image")
    CHECKS = "checks", _("grading")


class Whose(models.TextChoices):
    """Whose fault a failure is: `whose` of the types in grading.faults."""

    LEARNER = "learner", _("learner")
    LAB = "lab", _("lab")
    PLATFORM = "platform", _("platform")


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
    answers = models.JSONField(default=dict)  # what probes found out, by their key
    advice = models.JSONField(
        null=True, blank=True
    )  # grading.outcome.Advice as dicts; null until it was looked for
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


class ImageTree(models.Model):
    """The files of a submission's image, apart from its row because few who ask for that ask for them."""

    MAX_BYTES = 4 << 20  # what is larger is not kept: some 200,000 files

    submission = models.OneToOneField(Submission, models.CASCADE, primary_key=True, related_name="image_tree")
    data = models.BinaryField()  # Tree.packed()

    def __str__(self) -> str:
        return str(self.submission)

    @classmethod
    def keep(cls, submission: Submission, tree: Tree | None) -> None:
        """Keep these files, or none, in the place of what was kept."""
        cls.objects.filter(submission=submission).delete()
        data = tree.packed() if tree else b""
        if 0 < len(data) <= cls.MAX_BYTES:
            cls.objects.create(submission=submission, data=data)

    @property
    def tree(self) -> Tree:
        """Raises ValueError when it was kept in a form of another time."""
        return Tree.unpacked(bytes(self.data))


class OutcomeRecord(models.Model):
    """What one check of a submission found, as stored."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="outcomes")
    position = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=30)
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


class Alert(models.Model):
    """When mail about a lab last went out, so that the next can wait: grading.alerts."""

    lab = models.ForeignKey(Lab, models.CASCADE, related_name="alerts")
    whose = models.CharField(max_length=10, choices=Whose.choices)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lab", "whose"], name="one_alert_of_a_sort")]

    def __str__(self) -> str:
        return f"{self.lab}: {self.whose}"
