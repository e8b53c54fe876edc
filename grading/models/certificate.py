"""That a learner completed a course, for whoever is shown the link."""

from __future__ import annotations

from datetime import date
from secrets import token_urlsafe

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from labs.models import Course

LONGEST_NAME = 100


def new_public_id() -> str:
    """128 bits: nobody finds a certificate by trying."""
    return token_urlsafe(16)


class Certificate(models.Model):
    """`name` is what the learner wants to be called on it. It stays when the course grows afterwards."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="certificates")
    course = models.ForeignKey(Course, models.CASCADE, related_name="certificates")
    name = models.CharField(max_length=LONGEST_NAME)
    completed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "course"], name="one_certificate_a_course")]

    def __str__(self) -> str:
        return f"{self.name} – {self.course}"

    def get_absolute_url(self) -> str:
        return reverse("certificate", args=[self.public_id])

    @property
    def day(self) -> date:
        """In the site's time zone: the same for whoever checks it."""
        return timezone.localtime(self.completed_at, timezone.get_default_timezone()).date()
