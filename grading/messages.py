"""What is said to people, kept apart from the language it is said in.

A grade is read by people of several languages long after it was made: what is stored is the English sentence (the
gettext id) and its parameters; it is translated when it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True)
class Message:
    """`id` is an English sentence with %(name)s places; a parameter whose name ends in `_bytes` is shown as a size."""

    id: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        if not self.params:
            return gettext(self.id)
        shown = {
            name: human_size(value) if name.endswith("_bytes") else value
            for name, value in self.params.items()
        }
        return gettext(self.id) % shown

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "params": dict(self.params)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Message:
        return cls(data["id"], data["params"])


def human_size(size: float) -> str:
    """Bytes as Docker shows them, in powers of ten: `human_size(1_230_000)` is "1.23 MB"."""
    for unit in ("B", "kB", "MB", "GB"):
        if abs(size) < 1000 or unit == "GB":
            break
        size /= 1000
    return f"{size:.3g} {unit}" if size < 1000 else f"{size:.0f} {unit}"
