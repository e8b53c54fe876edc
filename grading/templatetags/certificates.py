"""A learner's certificates for pages of `labs`, which knows nothing of grading."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import User

from grading.models import Certificate

register = template.Library()


@register.simple_tag
def certificates_of(user: User) -> list[Certificate]:
    """All that were given, also of courses that have grown since or that the user left; the newest first."""
    return list(Certificate.objects.filter(user=user).select_related("course").order_by("-completed_at"))
