"""Outcomes as rows: those of a new grade are written over those of the former one, so that a grader's word stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grading.models import OutcomeRecord, Submission
from grading.outcome import Outcome


def write(submission: Submission, outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Store the outcomes of a submission. Adjustments stay with a check of the same kind at the same place.

    Returns those that fell away: `kind`, `points`, `max_points`, `reason` and `author` of each.
    """
    former = former_of(submission)
    kept = matching(former, outcomes)
    gone = [record for record in former if record not in kept]
    dropped = [_plain(record) for record in gone if record.adjustment is not None]
    if gone:
        submission.outcomes.filter(pk__in=[record.pk for record in gone]).delete()
    new = []
    for place, (record, outcome) in enumerate(zip(kept, outcomes, strict=True)):
        values = _values(outcome)
        if record is None:
            new.append(OutcomeRecord(submission=submission, position=place, kind=outcome.kind, **values))
        elif any(getattr(record, name) != value for name, value in values.items()):
            OutcomeRecord.objects.filter(pk=record.pk).update(**values)
    OutcomeRecord.objects.bulk_create(new)
    return dropped


def former_of(submission: Submission) -> list[OutcomeRecord]:
    """The stored outcomes, with their adjustments unless they were prefetched."""
    return list(submission.outcomes.all())


def matching(
    former: Sequence[OutcomeRecord], outcomes: Sequence[Outcome | OutcomeRecord]
) -> list[OutcomeRecord | None]:
    """For each outcome the stored one of the same check: of the same kind at the same place."""
    known = {(record.position, record.kind): record for record in former}
    return [known.get((place, outcome.kind)) for place, outcome in enumerate(outcomes)]


def final_points(record: OutcomeRecord | None, outcome: Outcome) -> float:
    """The points of an outcome when it is written over `record`, whose adjustment keeps its share of them."""
    adjustment = record.adjustment if record else None
    return adjustment.of(outcome.max_points) if adjustment else outcome.points


def final_score(submission: Submission) -> float:
    """The points of a submission's stored outcomes after adjustments."""
    records = submission.outcomes.prefetch_related("adjustments")
    return round(sum(record.final_points for record in records), 2)


def _values(outcome: Outcome) -> dict[str, Any]:
    return {
        "points": outcome.points,
        "max_points": outcome.max_points,
        "message_data": outcome.message.as_json(),
        "evidence": outcome.evidence.as_json(),
        "hint": outcome.hint,
        "next_hint": outcome.next_hint,
        "ours": outcome.ours,
        "title": outcome.title,
    }


def _plain(record: OutcomeRecord) -> dict[str, Any]:
    adjustment = record.adjustment
    assert adjustment is not None
    return {
        "kind": record.kind,
        "points": adjustment.points,
        "max_points": adjustment.max_points,
        "reason": adjustment.reason,
        "author": str(adjustment.author),
    }
