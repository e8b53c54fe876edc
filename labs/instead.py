"""What was expected, and what an author wrote instead: as JSON has it, and nearly so TOML; not as Python shows it."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _


def instead(expected: str, value: object) -> str:
    """`expected` is a sentence without its stop; None is a value that nobody wrote."""
    if value is None:
        return expected
    return _("%(expected)s, not %(value)s") % {"expected": expected, "value": written(value)}


def written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str).encode(errors="backslashreplace").decode()
