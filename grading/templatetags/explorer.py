"""Differences of sizes and numbers, and shares of a bar, for the pages of the explorer."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

from grading import messages

register = template.Library()


@register.filter
def signed_size(size: int) -> str:
    """`-1200|signed_size` is "−1.2 kB"; no difference is "0"."""
    return _signed(size, messages.human_size(abs(size)))


@register.filter
def signed(number: int) -> str:
    return _signed(number, number_format(abs(number)))


def _signed(number: int, text: str) -> str:
    return messages.signed(number, text) if number else "0"
