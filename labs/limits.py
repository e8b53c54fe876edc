"""The limits a lab may set: their bounds, and how sizes are written ("512m", "1g")."""

from __future__ import annotations

import re

from django.utils.translation import gettext

from labs.instead import instead

MEBIBYTE, GIBIBYTE = 1 << 20, 1 << 30
SECONDS_BOUNDS = (1, 600)
MEMORY_BOUNDS = (64 * MEBIBYTE, 8 * GIBIBYTE)
DISK_BOUNDS = (64 * MEBIBYTE, 20 * GIBIBYTE)

_UNITS = {"k": 1 << 10, "m": MEBIBYTE, "g": GIBIBYTE}


def parse_size(written: str) -> int:
    """Bytes of a size such as "512m" or "1g" (binary units, as docker's --memory), or ValueError."""
    match = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,3})?)([kmg])b?", written.strip().lower())
    if match is None:
        expected = gettext('expected a number with a unit k, m or g such as "512m" or "1g"')
        raise ValueError(instead(expected, written))
    return int(float(match[1]) * _UNITS[match[2]])


def format_size(size: int) -> str:
    """`size` bytes as `parse_size` reads them; plain bytes when no unit fits."""
    for unit, factor in reversed(_UNITS.items()):
        if size and size % factor == 0:
            return f"{size // factor}{unit}"
    return str(size)
