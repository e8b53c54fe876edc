"""What is kept of people besides Django's own row: how they read the site, and guests."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Preferences(models.Model):
    """How somebody reads the site; what is empty follows the browser."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="preferences"
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)

    def __str__(self) -> str:
        return str(self.user)


class Guest(models.Model):
    """Who tries a demo lab without an account: a user without name, address and password, bound to one session.

    A user, because each submission has a learner: the queue, permissions and pages need no second way. `account` is
    whose the work becomes, from when its owner signed in until all of it has moved.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="guest"
    )
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return str(self.user)
