"""Findings -> points; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from grading import hints
from grading.outcome import Finding, Outcome
from labs.spec import CheckSpec

DECIMALS = 2  # of points


def score(checks: Sequence[CheckSpec], findings: Sequence[Finding], attempt: int = 1) -> tuple[Outcome, ...]:
    """Each check's finding turned into points; both in the same order and of the same length (ValueError).

    `attempt` says which of the learner's attempts at the lab it is, from 1: that releases hints.
    """
    return tuple(outcome(check, finding, attempt) for check, finding in zip(checks, findings, strict=True))


def outcome(check: CheckSpec, finding: Finding, attempt: int = 1) -> Outcome:
    """The points of one check: its fraction, held between 0 and 1, of `check.points`; it does not count if it failed
    on our side.
    """
    hint, next_hint = hints.released(check, attempt) if finding.looked and not finding.ours else ("", None)
    # Written so that a fraction that is no number earns nothing.
    fraction = min(1.0, finding.fraction) if finding.fraction > 0 else 0.0
    return Outcome(
        kind=check.kind,
        points=0.0 if finding.ours else min(check.points, round(fraction * check.points, DECIMALS)),
        max_points=0.0 if finding.ours else check.points,
        message=finding.message,
        evidence=finding.evidence,
        hint=hint,
        next_hint=next_hint,
        ours=finding.ours,
        title=check.title or "",
    )


def total(outcomes: Iterable[Outcome]) -> float:
    """The points earned."""
    return round(sum(one.points for one in outcomes), DECIMALS)


def max_total(outcomes: Iterable[Outcome]) -> float:
    """The points possible."""
    return round(sum(one.max_points for one in outcomes), DECIMALS)
