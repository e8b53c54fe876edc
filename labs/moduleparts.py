"""What hangs on a module: its pictures, and what learners answered to its questions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from labs.svg import SvgError, read_svg

PICTURE_NAME = r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,95}\.svg"


class Picture(models.Model):
    """An SVG of a module; its size and digest follow its text when that is saved."""

    module = models.ForeignKey(
        "labs.Module", models.CASCADE, related_name="pictures", verbose_name=_("module")
    )
    name = models.CharField(
        _("name"),
        max_length=100,
        validators=[RegexValidator(rf"\A{PICTURE_NAME}\Z", _("Expected a name such as layers.svg."))],
    )
    text = models.TextField(_("SVG"))
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    digest = models.CharField(max_length=16, editable=False)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["module", "name"]
        constraints = [models.UniqueConstraint(fields=["module", "name"], name="picture_name_in_module")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises SvgError."""
        drawing = read_svg(self.text)
        self.width, self.height, self.digest = drawing.width, drawing.height, drawing.digest
        super().save(*args, **kwargs)

    def clean(self) -> None:
        try:
            read_svg(self.text)
        except SvgError as error:
            raise ValidationError({"text": str(error)}) from error


class QuestionAnswer(models.Model):
    """What a learner last answered to a question of a module; `given` is as `labs.question.read_given` says it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="question_answers")
    module = models.ForeignKey("labs.Module", models.CASCADE, related_name="question_answers")
    question = models.CharField(max_length=60)
    given = models.JSONField(default=list)
    right = models.BooleanField(default=False)
    tries = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "module", "question"], name="question_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.question}"
