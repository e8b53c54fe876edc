"""Absolute sizes as authors write them in a check."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from labs.checkkinds import CheckError
from labs.instead import instead

_BYTES = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?([kMG]?i?B)", re.ASCII)
_UNITS = {
    "B": 1,
    "kB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "kiB": 2**10,
    "KiB": 2**10,
    "MiB": 2**20,
    "GiB": 2**30,
}


def size(written: Any) -> Decimal | None:
    """Bytes of `"60MB"` or `"60MiB"`; None for what is no size."""
    found = _BYTES.fullmatch(written) if isinstance(written, str) else None
    return Decimal(found[1]) * _UNITS[found[2]] if found and found[2] in _UNITS else None


def require_size(key: str, written: Any) -> int:
    """The same in whole bytes; CheckError."""
    found = size(written)
    if found is None:
        raise CheckError(key, instead(gettext('expected a size such as "60MB" or "60MiB"'), written))
    return int(found)
