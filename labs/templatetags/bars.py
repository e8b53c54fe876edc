"""Numbers drawn: positions in SVG bars, as the page's security policy allows no style attribute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()

FULL = 1000  # width of every bar's viewBox
THINNEST = 4  # what exists is seen, however small


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stacked bar: from `start`, `width` wide, in thousandths of the bar."""

    item: Any
    start: int
    width: int
    hue: int


@register.filter
def stacked(items: Iterable[Any], attribute: str) -> list[Part]:
    """`image.layers|stacked:"size"`: the items side by side, wide as their share of the sum."""
    kept = list(items)
    sizes = [getattr(item, attribute) for item in kept]
    total = sum(sizes)
    parts, start = [], 0.0
    widths = (
        [max(FULL * size / total, THINNEST) if size else 0.0 for size in sizes]
        if total
        else [0.0] * len(sizes)
    )
    squeeze = FULL / max(sum(widths), 1)
    for number, (item, width) in enumerate(zip(kept, widths, strict=True)):
        parts.append(Part(item, round(start), round(width * squeeze), number % 6))
        start += width * squeeze
    return parts


@register.filter
def thousandths(value: float | None, whole: float) -> int:
    """How much of a bar `value` fills when the whole bar is `whole`; 0 to 1000."""
    return round(FULL * min(max((value or 0) / whole, 0), 1)) if whole else 0
