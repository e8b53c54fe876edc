"""A lab's regular expression, tried on what a learner wrote.

Python's own `re` finds no end with some of them: `(\\S+\\s*)+x` and a line without an x would hold one worker after
the other. RE2 takes time in proportion to the text, whatever the expression.
"""

from __future__ import annotations

import re2
from django.utils.translation import gettext

from labs.checkkinds import CheckError
from labs.instead import instead

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False  # an author reads ours, not what RE2 writes to stderr


def found(expression: str, text: str) -> bool:
    """Whether `text` holds it somewhere; `^` and `$` stand for the ends of a line."""
    return re2.compile(f"(?m){expression}", _OPTIONS).search(text) is not None


def require_expression(expression: object, key: str) -> None:
    """CheckError when it is none that RE2 knows."""
    try:
        if not isinstance(expression, str):
            raise TypeError
        re2.compile(expression, _OPTIONS)
    except (re2.error, TypeError):
        raise CheckError(
            key,
            instead(gettext("expected a regular expression, without looking ahead or back"), expression),
        ) from None
