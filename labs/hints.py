"""Hints that come later, as authors write them: `[{after = 3, text = "…"}]`."""

from __future__ import annotations

from labs.checkkinds import CheckError
from labs.spec import LaterHint

MAX_AFTER = 100


def later_hints(value: object) -> tuple[LaterHint, ...]:
    """The hints that plain data says, in the order they come in. Raises CheckError, whose key begins with hints."""
    if not isinstance(value, list):
        raise CheckError("hints", 'expected a list such as [{after = 3, text = "…"}]')
    found = [_hint(item, f"hints[{number}]") for number, item in enumerate(value)]
    return tuple(sorted(found, key=lambda hint: hint.after))


def _hint(item: object, where: str) -> LaterHint:
    if not isinstance(item, dict) or set(item) != {"after", "text"}:
        raise CheckError(where, "expected a table with after and text")
    after, text = item["after"], item["text"]
    if not isinstance(after, int) or isinstance(after, bool) or not 1 <= after <= MAX_AFTER:
        raise CheckError(
            f"{where}.after", f"expected a number of attempts from 1 to {MAX_AFTER}, not {after!r}"
        )
    if not isinstance(text, str) or not text.strip():
        raise CheckError(f"{where}.text", f"expected text, not {text!r}")
    return LaterHint(after, text)
