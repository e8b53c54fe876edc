"""Which of a check's hints an attempt releases."""

from __future__ import annotations

from labs.spec import CheckSpec


def released(check: CheckSpec, attempt: int) -> tuple[str, int | None]:
    """The hints that the learner's attempt number `attempt` (from 1) at the lab shows, and after how many more
    attempts the next one comes; None when there is no other.
    """
    texts = [check.hint, *(hint.text for hint in check.hints if hint.after <= attempt)]
    next_one = min((hint.after - attempt for hint in check.hints if hint.after > attempt), default=None)
    return "\n\n".join(text for text in texts if text), next_one
