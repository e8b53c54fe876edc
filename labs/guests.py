"""Guests: who tries a demo lab without an account. Views marked `welcomes_guests` see them as the request's user."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import get_language

from labs.models import Course, Guest, Lab

SESSION_KEY = "guest"
TRIED_KEY = "tried"  # in the same session: the courses whose demo they came for
FORMER_KEY = "former-guest"  # in the session of an account: whose drafts this browser may have kept
KEPT = timedelta(days=1)  # what a guest made goes after it, unless it has moved into an account

View = TypeVar("View", bound=Callable[..., Any])


def welcomes_guests(view: View) -> View:
    vars(view)["welcomes_guests"] = True
    return view


class GuestMiddleware(MiddlewareMixin):
    """Nobody who is signed in is ever a guest, and no view meets one unawares."""

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if not getattr(view, "welcomes_guests", False) or request.user.is_authenticated:
            return
        guest = guest_of(request)
        if guest is not None:
            become(request, guest)


def become(request: HttpRequest, guest: Guest) -> None:
    async def user() -> User:
        return guest.user

    request.user, request.auser = guest.user, user
    request.guest = guest  # type: ignore[attr-defined]


def guest_of(request: HttpRequest) -> Guest | None:
    """The guest that the session is bound to, if there is one and its work has no account yet."""
    key = request.session.get(SESSION_KEY)
    if key is None:
        return None
    return Guest.objects.select_related("user").filter(pk=key, account=None).first()


def note_course(request: HttpRequest, course: Course) -> None:
    """Whoever tried a course's demo takes part in that course once they have an account."""
    tried = request.session.get(TRIED_KEY, [])
    request.session[TRIED_KEY] = [*(one for one in tried if one != course.pk), course.pk]


def make_guest(request: HttpRequest) -> Guest:
    """A new guest, bound to the request's session."""
    user = User(username=f"guest-{secrets.token_hex(8)}")
    user.set_unusable_password()
    user.save()
    guest = Guest.objects.create(user=user)
    request.session[SESSION_KEY] = user.pk
    return guest


def demo_course(courses: Iterable[Course]) -> Course | None:
    """The one to begin with: in the language of the page, if there is one."""
    demos = [course for course in courses if course.demo_id]
    return next((one for one in demos if one.language == get_language()), demos[0] if demos else None)


def may_try(user: User | AnonymousUser, lab: Lab) -> bool:
    """Guests may work on the demo lab of a published course, and on nothing else."""
    course = lab.module.course
    return course.published and course.demo_id == lab.pk and Guest.objects.filter(pk=user.pk or 0).exists()


def forget_guests() -> int:
    """Delete guests that came longer ago than KEPT, with all they made; returns how many."""
    old = User.objects.filter(guest__created_at__lt=timezone.now() - KEPT)
    number = old.count()
    old.delete()
    return number
