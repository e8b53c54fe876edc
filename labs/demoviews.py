"""The way into a demo lab without an account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from labs import guests
from labs.guestlimits import one_more
from labs.models import Course


@require_http_methods(["GET", "POST"])
def try_view(request: HttpRequest, course: str) -> HttpResponse:
    """Make a guest where there is none yet, and go to the lab. A form asks for it, so that robots make none."""
    demos = Course.objects.filter(published=True, demo__isnull=False).select_related("demo")
    tried = get_object_or_404(demos, slug=course)
    assert tried.demo is not None
    if request.method == "GET":
        return redirect("home")
    if not request.user.is_authenticated:
        if guests.guest_of(request) is None:
            if not one_more(request, "came", settings.GUESTS_PER_ADDRESS):
                return render(request, "labs/try_later.html", status=429)
            guests.make_guest(request)
        guests.note_course(request, tried)
    return redirect(tried.demo)
