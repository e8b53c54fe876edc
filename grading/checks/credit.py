"""Partial credit."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop as _

from grading.messages import Message
from grading.outcome import Finding


def straight_line(value: float, full: float, zero: float) -> float:
    """1 up to `full`, 0 from `zero` on, a straight line between; `full` must be less than `zero`."""
    if value <= full:
        return 1.0
    if value >= zero:
        return 0.0
    return (zero - value) / (zero - full)


def equal_parts(asked: Sequence[Finding | None], well: Message) -> Finding:
    """An equal part for each thing asked for: None where it is so, else what is wrong; `well` when nothing is.

    The first that is wrong is told.
    """
    wrong = [finding for finding in asked if finding is not None]
    if not wrong:
        return Finding(1.0, well)
    says = {"right": len(asked) - len(wrong), "count": len(asked), "what": wrong[0].message}
    said = Message(_("As asked for: %(right)s of %(count)s. %(what)s"), says)
    return Finding(1 - len(wrong) / len(asked), said, wrong[0].evidence)
