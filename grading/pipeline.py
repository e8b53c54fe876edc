"""The way of one submission, step by step."""

from __future__ import annotations

import logging
from contextlib import ExitStack

from django.utils.translation import gettext_noop as _

from grading import checks, reference, score
from grading.afterwards import can_be_tried, give_advice
from grading.build import BuildStopped
from grading.faults import LabFault, LearnerFault, LimitReached, PlatformFault
from grading.isolated import build_and_read
from grading.job import Job
from grading.messages import Message
from grading.models import Stage, State, Submission
from grading.outcome import Finding, Unanswered, Work
from grading.running import Running
from grading.stages import stage
from grading.validation import Invalid, validate
from grading.verdict import Verdict
from labs.spec import CheckSpec, LabSpec

logger = logging.getLogger(__name__)


def grade(submission: Submission) -> LabSpec:
    """Judge a claimed submission and store the verdict, unless the claim was lost meanwhile.

    Returns the lab as it was judged by.
    """
    lab = submission.lab.spec()
    with Running(submission) as running, ExitStack() as life:
        running.ends(life)
        owner = str(submission.public_id)
        job = Job(
            lab,
            submission.files,
            submission.commands,
            owner,
            life,
            running.publish,
            attempt=submission.attempt,
        )
        verdict = judge(job)
        verdict.advisable = can_be_tried(job, verdict)
        if running.finish(verdict) and verdict.advisable:
            give_advice(submission, job, verdict)
    return lab


def judge(job: Job) -> Verdict:
    """Validate, build in a daemon of its own, read the image, check, score. Raises PlatformFault when we failed."""
    verdict = Verdict(max_score=job.lab.max_score, timings=job.timings)
    try:
        _judge(job, verdict)
    except Invalid as invalid:
        verdict.status, verdict.fault = State.REFUSED, invalid.whose
        verdict.error, verdict.error_path, verdict.error_line = invalid.message, invalid.path, invalid.line
    except LimitReached as reached:
        verdict.status, verdict.fault = State.LIMIT, reached.whose
        verdict.limit = reached.limit
        verdict.error, verdict.error_line = reached.message, reached.line
        verdict.build = reached.build if isinstance(reached, BuildStopped) else None
        nothing = Finding(0.0, reached.message, looked=False)
        verdict.outcomes = score.score(job.lab.checks, [nothing for _ in job.lab.checks], job.attempt)
    except LabFault as fault:
        verdict.status, verdict.fault, verdict.error = State.FAILED, fault.whose, fault.message
    return verdict


def _judge(job: Job, verdict: Verdict) -> None:
    lab = job.lab
    valid = validate(lab, job.files, job.commands)
    known = reference.facts_of(lab, job.owner) if checks.need_reference(lab.checks) else None
    built = build_and_read(job, valid)
    result = built.build
    with stage(Stage.CHECKS, job.publish, job.timings):
        work = built.work(lab, valid, known)
        verdict.outcomes = score.score(lab.checks, [find(check, work) for check in lab.checks], job.attempt)
    verdict.max_score = score.max_total(verdict.outcomes)
    if verdict.max_score == 0:
        raise PlatformFault("Each check failed on our side: there is nothing to grade by.")
    verdict.status, verdict.build, verdict.image = State.GRADED, result, built.image
    verdict.answers = built.answers
    verdict.fault = None if result.ok else LearnerFault.whose
    verdict.error, verdict.error_line = result.error, result.error_line


def find(check: CheckSpec, work: Work) -> Finding:
    """What one check finds. One that fails on our side does not count, and takes no other with it.

    Raises LabFault, and Unanswered when only another build can tell.
    """
    try:
        return checks.run(check, work)
    except (LabFault, Unanswered):
        raise
    except Exception:
        logger.exception("The check %s failed on our side", check.kind)
        return Finding(0.0, Message(_("This check failed on our side: it does not count.")), ours=True)
