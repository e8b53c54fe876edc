"""A lab's grades made again after its checks changed: from what was stored of each submission, without a build.

What that cannot tell is named, and built again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from grading import checks, notices, outcomes, pipeline, queue, rebuild, reference, score
from grading.built import Built, TooOld
from grading.facts import ImageFacts
from grading.faults import Fault
from grading.messages import Message
from grading.models import BULKY, State, Submission
from grading.moves import Grade, Move, Preview, changed_mark, changes
from grading.outcome import Finding, Outcome, Unanswered
from grading.validation import validate
from labs.models import Lab
from labs.spec import LabSpec

# A refused submission has no grade to make again; one that failed on our side does not count, and was sent again.
JUDGED = (State.GRADED, State.LIMIT)
CHUNK = 100


class NeedsBuild(LookupError):
    """What is stored does not tell; `why` says what is missing."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.id)
        self.why = why


def judge(lab: LabSpec, submission: Submission, solution: ImageFacts | None) -> tuple[Outcome, ...]:
    """The outcomes of a judged submission by the lab's checks as they are now; pure.

    Raises NeedsBuild; a Fault when the lab no longer takes what was sent (Invalid), or cannot judge (LabFault).
    """
    if submission.state == State.LIMIT:
        reached = submission.error_message or Message(_("A limit was reached."))
        nothing = Finding(0.0, reached, looked=False)
        return score.score(lab.checks, [nothing for _ in lab.checks], submission.attempt)
    try:
        built = Built.stored(submission)
    except TooOld:
        raise NeedsBuild(Message(_("It was built by an earlier version of the platform."))) from None
    if built.image and solution is None and checks.need_reference(lab.checks):
        raise NeedsBuild(Message(_("The lab's solution was not measured yet as it is now.")))
    work = built.work(lab, validate(lab, submission.files, submission.commands), solution)
    findings = []
    for check in lab.checks:
        try:
            findings.append(pipeline.find(check, work))
        except Unanswered:
            why = Message(_("The check %(kind)s needs what was not asked then."), {"kind": check.kind})
            raise NeedsBuild(why) from None
    found = score.score(lab.checks, findings, submission.attempt)
    if score.max_total(found) == 0:
        raise NeedsBuild(Message(_("Each check failed on our side.")))
    return found


def preview(lab: Lab, spec: LabSpec | None = None, former_mark: int | None = None) -> Preview:
    """What a regrade would do, by the lab's checks or by those of `spec`. Writes and builds nothing.

    Who passes is never stored. So where the pass mark changes as well, the former one says who passed before.
    """
    spec = spec or lab.spec()
    solution = solution_of(spec)
    some = judged(lab).iterator(chunk_size=CHUNK)
    return Preview([_move(spec, one, solution, former_mark)[0] for one in some])


def preview_mark(lab: Lab, former_mark: int) -> Preview:
    """Who passes by the lab's pass mark and did not by the former one, or the other way round: points stay."""
    some = judged(lab).defer(*BULKY).prefetch_related(None)
    return Preview([_unjudged(one, lab.pass_percent, former_mark) for one in some])


def apply(lab: Lab, author_id: int | None, former_mark: int | None = None) -> Preview:
    """Make the lab's grades again by its checks; queue what must be built for it. Returns what was done."""
    spec = lab.spec()
    solution = solution_of(spec)
    moves = []
    with transaction.atomic():
        for submission in _locked(lab):
            move, found = _move(spec, submission, solution, former_mark)
            if move.needs_build:
                queue.build_again(submission, author_id)
            elif not move.kept:
                _store(submission, found, move, author_id)
            moves.append(move)
        transaction.on_commit(queue.ring)
    return Preview(moves)


def one(submission: Submission, author_id: int | None) -> bool:
    """Make one grade again, by a build where what is stored does not tell. Returns whether that is queued."""
    spec = submission.lab.spec()
    with transaction.atomic():
        submission = judged(submission.lab, submission.pk).first() or submission
        if submission.state in JUDGED:
            move, found = _move(spec, submission, solution_of(spec))
            if not (move.needs_build or move.kept or any(outcome.ours for outcome in found)):
                _store(submission, found, move, author_id)
                return False
        transaction.on_commit(queue.ring)
        return queue.build_again(submission, author_id)


def catch_up(submission: Submission, judged_by: LabSpec) -> None:
    """Of a submission that was being judged while the lab's checks changed, make the grade again."""
    found = judged(submission.lab, submission.pk).first()
    if found is not None and found.lab.spec().checks != judged_by.checks:
        one(found, None)


def judged(lab: Lab, pk: int | None = None) -> QuerySet[Submission]:
    """The lab's submissions that have a grade to make again, or one of them."""
    found = Submission.objects.filter(lab=lab, state__in=JUDGED, learner__guest=None)
    found = found if pk is None else found.filter(pk=pk)
    return found.select_related("learner", "lab").prefetch_related("outcomes__adjustments__author")


def _locked(lab: Lab) -> Iterator[Submission]:
    """As `judged`, some at a time, as they hold logs and facts; they may be written to meanwhile."""
    keys = list(judged(lab).values_list("pk", flat=True))
    for begin in range(0, len(keys), CHUNK):
        some = judged(lab).filter(pk__in=keys[begin : begin + CHUNK])
        yield from list(some.select_for_update(of=("self",)))


def solution_of(spec: LabSpec) -> ImageFacts | None:
    return reference.known(spec) if checks.need_reference(spec.checks) else None


def _move(
    spec: LabSpec, submission: Submission, solution: ImageFacts | None, former_mark: int | None = None
) -> tuple[Move, Sequence[Outcome]]:
    move = _unjudged(submission, spec.pass_percent, former_mark)
    try:
        found = judge(spec, submission, solution)
    except NeedsBuild as needed:
        return replace(move, needs_build=True, why=(str(needed.why),)), ()
    except Fault as fault:  # the grade stays as it is: a build would be refused, or fail, as well
        return replace(move, kept=True, why=(str(fault), *move.why)), ()
    former = outcomes.former_of(submission)
    pairs = list(zip(outcomes.matching(former, found), found, strict=True))
    points, most = sum(outcomes.final_points(*pair) for pair in pairs), score.max_total(found)
    after = Grade.of(round(points, score.DECIMALS), most, spec.pass_percent)
    return replace(move, after=after, why=(*changes(former, pairs), *move.why)), found


def _unjudged(submission: Submission, mark: int, former_mark: int | None) -> Move:
    """As it is while it keeps its points: only who passes follows the pass mark."""
    former_mark = mark if former_mark is None else former_mark
    points, most = submission.final_score or 0.0, submission.max_score
    before, after = Grade.of(points, most, former_mark), Grade.of(points, most, mark)
    why = () if before == after else (changed_mark(former_mark, mark),)
    return Move(str(submission.learner), submission.number, submission.public_id, before, after, why=why)


def _store(submission: Submission, found: Sequence[Outcome], move: Move, author_id: int | None) -> None:
    dropped = outcomes.write(submission, found)
    automatic = score.total(found)
    if dropped or move.has_other_points:
        rebuild.begin(submission, author_id, ended_at=timezone.now(), dropped=dropped)
    elif automatic == submission.score:
        return
    Submission.objects.filter(pk=submission.pk).update(
        score=automatic, final_score=move.after.points, max_score=move.after.most
    )
    if move.has_other_points:
        notices.note(submission, author_id, regraded=True)
