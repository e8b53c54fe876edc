"""A lab's regular expression, tried on what a learner wrote.

Python's own `re` finds no end with some of them: `(\\S+\\s*)+x` and a line without an x would hold one worker after
the other. `regex` reads the same expressions and stops in time.
"""

from __future__ import annotations

import regex
from django.utils.translation import gettext_noop as _

from grading.faults import LabFault
from labs.checkkinds import CheckError

SECONDS = 2.0


def found(pattern: str, text: str, flags: int = 0) -> bool:
    """Whether `text` holds it somewhere. Raises LabFault when that takes too long."""
    try:
        return regex.search(pattern, text, flags, timeout=SECONDS) is not None
    except TimeoutError:
        raise LabFault(
            _(
                "The regular expression %(pattern)s takes too long on some texts: avoid one repetition in another."
            ),
            pattern=pattern,
        ) from None


def require_expression(pattern: object, key: str) -> None:
    """CheckError when it is none."""
    try:
        if not isinstance(pattern, str):
            raise TypeError
        regex.compile(pattern)
    except (regex.error, TypeError):
        raise CheckError(key, "expected a regular expression") from None
