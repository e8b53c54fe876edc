"""Hints that come later, as authors write them: `[{after = 3, text = "…"}]`."""

from __future__ import annotations

from django.utils.translation import gettext

from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LaterHint

MAX_AFTER = 100


def later_hints(value: object) -> tuple[LaterHint, ...]:
    """The hints that plain data says, in the order they come in. Raises CheckError, whose key begins with hints."""
    if not isinstance(value, list):
        raise CheckError("hints", gettext('expected a list such as [{after = 3, text = "…"}]'))
    found = [_hint(item, f"hints[{number}]") for number, item in enumerate(value)]
    return tuple(sorted(found, key=lambda hint: hint.after))


def _hint(item: object, where: str) -> LaterHint:
    if not isinstance(item, dict) or set(item) != {"after", "text"}:
        raise CheckError(where, gettext("expected a table with after and text"))
    after, text = item["after"], item["text"]
    if not isinstance(after, int) or isinstance(after, bool) or not 1 <= after <= MAX_AFTER:
        raise CheckError(
            f"{where}.after",
            instead(gettext("expected a number of attempts from 1 to %(most)s") % {"most": MAX_AFTER}, after),
        )
    if not isinstance(text, str) or not text.strip():
        raise CheckError(f"{where}.text", instead(gettext("expected text"), text))
    return LaterHint(after, text)
