"""What is said to people, kept apart from the language it is said in.

A grade is read by people of several languages long after it was made: what is stored is the English sentence (the
gettext id) and its parameters; it is translated when it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

# Limits and what they limit.
LIMITED = ("limit_bytes", "memory_bytes", "disk_bytes", "log_bytes", "free_bytes")
MINUS = "−"  # as wide as the plus sign


@dataclass(frozen=True)
class Message:
    """`id` is an English sentence with %(name)s places; a parameter whose name ends in `_bytes` is shown as a size
    (one of LIMITED as limits are set), one that is a float with the decimal sign of the reader's language.

    A parameter may be a Message itself, for a sentence that holds another.
    """

    id: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        if not self.params:
            return gettext(self.id)
        return gettext(self.id) % {name: _shown(name, value) for name, value in self.params.items()}

    def as_json(self) -> dict[str, Any]:
        params = {
            name: value.as_json() if isinstance(value, Message) else value
            for name, value in self.params.items()
        }
        return {"id": self.id, "params": params}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Message:
        params = {
            name: cls.from_json(value)
            if isinstance(value, Mapping) and value.keys() == {"id", "params"}
            else value
            for name, value in data["params"].items()
        }
        return cls(data["id"], params)


def _shown(name: str, value: Any) -> Any:
    if name in LIMITED:
        return human_limit(value)
    if name.endswith("_bytes"):
        return human_size(value)
    return number_format(value) if isinstance(value, float) else value


_BINARY = ((1 << 30, _("%(size)s GiB")), (1 << 20, _("%(size)s MiB")))


def human_limit(size: float) -> str:
    """Memory and disk in powers of two, as labs set their limits ("1g"): `human_limit(1 << 30)` is "1 GiB"."""
    for unit, words in _BINARY:
        if size >= unit:
            digits = f"{size / unit:.3g}" if size < 1000 * unit else f"{size / unit:.0f}"
            return gettext(words) % {"size": number_format(digits)}
    return human_size(size)


_SIZES = (_("%(size)s B"), _("%(size)s kB"), _("%(size)s MB"), _("%(size)s GB"))


def human_size(size: float) -> str:
    """Bytes as Docker shows them, in powers of ten, in the reader's language: `human_size(1_230_000)` is "1.23 MB"."""
    power = 0
    while round(size) >= 1000 and power < len(_SIZES) - 1:
        size, power = size / 1000, power + 1
    digits = f"{size:.3g}" if round(size) < 1000 else f"{size:.0f}"
    return gettext(_SIZES[power]) % {"size": number_format(digits)}


def points_of(points: float, most: float) -> str:
    """`points_of(7.5, 10)` is "7.5 / 10"."""
    return f"{floatformat(points, -1)} / {floatformat(most, -1)}"


def signed(number: float, size: str) -> str:
    """`size` is how large the number is, as it is read: `signed(-1200, "1.2 kB")` is "−1.2 kB"."""
    return f"{'+' if number > 0 else MINUS}{size}"
