"""Headings of the rows below a form in the admin."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def own_colon(rows: SafeString) -> SafeString:
    """Django writes the colon after a row's kind as English does; French has a space before it."""
    return SafeString(rows.replace(":</b>", pgettext("after a word", ":") + "</b>"))
