"""The language and time zone somebody chose, on every page: kept in the session, so that pages need no query for it.

Who chose no time zone has their browser's, which a script tells in a cookie (static/js/zone.js).
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.deprecation import MiddlewareMixin

from labs.models import Preferences

SESSION_KEY = "preferences"  # (language, time zone), each empty when none was chosen
ZONE_COOKIE = "time_zone"


class PreferencesMiddleware(MiddlewareMixin):
    """What somebody chose wins over what their browser asks for."""

    def process_request(self, request: HttpRequest) -> None:
        language, zone = request.session.get(SESSION_KEY, ("", ""))
        if language and translation.check_for_language(language):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        timezone.deactivate()  # of whoever had this thread before
        known = _zone(zone) or _zone(request.COOKIES.get(ZONE_COOKIE, ""))
        if known:
            timezone.activate(known)


def _zone(name: str) -> ZoneInfo | None:
    """None for one that this machine does not know (any more): a cookie may say anything, such as a folder's name."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def of(user: User) -> Preferences:
    return Preferences.objects.filter(user=user).first() or Preferences(user=user)


def apply(request: HttpRequest, chosen: Preferences) -> None:
    """From now on, in this session. Others of the same person have it when they sign in again."""
    request.session[SESSION_KEY] = (chosen.language, chosen.time_zone)


def on_signed_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    apply(request, of(user))
