"""A lab's regular expression, tried on what a learner wrote.

Python's own `re` finds no end with some of them: `(a+)+b` and a line of many a would hold one worker after the other.
RE2 takes time in proportion to the text; it knows neither look-around nor back-references.
"""

from __future__ import annotations

import re2

from labs.checkkinds import CheckError

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False


def found(expression: str, text: str, *, lines: bool = False) -> bool:
    """Whether `text` holds it somewhere; with `lines`, ^ and $ are at the ends of each line."""
    return re2.search(f"(?m){expression}" if lines else expression, text, _OPTIONS) is not None


def require_expression(expression: object, key: str) -> None:
    """CheckError when it is none."""
    try:
        re2.compile(expression, _OPTIONS)
    except (re2.error, TypeError):
        raise CheckError(
            key, "expected a regular expression, without look-around and back-references"
        ) from None
