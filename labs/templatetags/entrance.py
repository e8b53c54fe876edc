"""Who comes to the sign-in and sign-up pages, and what for."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from labs import wanted
from labs.guests import guest_of

register = template.Library()


@register.simple_tag
def is_guest(request: HttpRequest) -> bool:
    """Whether they try a demo lab: these pages are for whoever has no account, so `request.guest` is not known."""
    return guest_of(request) is not None


@register.simple_tag
def what_is_wanted(address: str | None) -> wanted.Wanted | None:
    return wanted.wanted(address) if address else None
