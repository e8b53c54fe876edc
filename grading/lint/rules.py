"""The codes of hadolint's own rules; a test compares them with what the program knows."""

from __future__ import annotations

_NONE = {3005, 3017, 3031, 3039, 4002}  # were rules once
_NUMBERS = ({1000, 1001} | set(range(3000, 3068)) | set(range(4000, 4007))) - _NONE

RULES = frozenset(f"DL{number}" for number in _NUMBERS)
