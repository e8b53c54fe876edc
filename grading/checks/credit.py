"""Partial credit."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop as _

from grading.messages import Message
from grading.outcome import Finding

TOLD = 3


def straight_line(value: float, full: float, zero: float) -> float:
    """1 up to `full`, 0 from `zero` on, a straight line between; `full` must be less than `zero`."""
    if value <= full:
        return 1.0
    if value >= zero:
        return 0.0
    return (zero - value) / (zero - full)


def equal_parts(asked: Sequence[Finding | None], well: Finding, told: int = TOLD) -> Finding:
    """An equal part for each thing asked for: None where it is so, else what is wrong; `well` when nothing is.

    How many are right is told, and the first `told` that are wrong; with the place of the first.
    """
    wrong = [finding for finding in asked if finding is not None]
    if not wrong:
        return well
    if len(asked) == 1:
        return wrong[0]
    sentences: list[Message] = []
    for finding in wrong:
        if finding.message not in sentences:
            sentences.append(finding.message)
    right = len(asked) - len(wrong)
    says = {"right": right, "count": len(asked), "what": _joined(sentences[:told])}
    said = Message(_("As asked for: %(right)s of %(count)s. %(what)s"), says)
    return Finding(1 - len(wrong) / len(asked), said, wrong[0].evidence)


def _joined(sentences: Sequence[Message]) -> Message:
    if len(sentences) == 1:
        return sentences[0]
    return Message(_("%(first)s %(others)s"), {"first": sentences[0], "others": _joined(sentences[1:])})
