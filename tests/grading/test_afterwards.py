"""Advice after a grade: when it is looked for, that it makes way, that its failure is silent."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack

import pytest
from pytest_django.fixtures import Settings

from grading.afterwards import give_advice
from grading.job import Advise, Job
from grading.messages import Message
from grading.models import State, Submission
from grading.outcome import Advice, Outcome
from grading.verdict import Verdict
from labs.models import Lab
from tests.grading.conftest import Submit

pytestmark = pytest.mark.django_db(transaction=True)

FOUND = Advice(Message("Do %(a)s.", {"a": "this"}), 3)
LOST = Verdict(
    20.0,
    State.GRADED,
    outcomes=(
        Outcome("tags", 0.0, 10.0, Message("No tag.")),
        Outcome("image-size", 5.0, 10.0, Message("Large.")),
    ),
)
WON = Verdict(10.0, State.GRADED, outcomes=(Outcome("image-size", 10.0, 10.0, Message("Small.")),))


def advised(submission: Submission, lab: Lab, verdict: Verdict, advise: Advise) -> Submission:
    with ExitStack() as life:
        give_advice(submission, Job(lab.spec(), {}, "", "test", life, afterwards=[advise]), verdict)
    submission.refresh_from_db()
    return submission


def test_what_was_found_is_stored_and_what_lost_points_was_asked_about(lab: Lab, submitted: Submit) -> None:
    asked: list[tuple[list[int], float]] = []

    def advise(lost: Sequence[int], seconds: float) -> list[Advice]:
        asked.append((list(lost), seconds))
        return [FOUND]

    submission = advised(submitted(score=5.0), lab, LOST, advise)
    assert asked == [([1], 15.0)]
    assert [Advice.from_json(one) for one in submission.advice or ()] == [FOUND]
    assert submission.final_score == 5.0


def refuse(lost: Sequence[int], seconds: float) -> list[Advice]:
    raise AssertionError("nobody may ask")


def test_nothing_is_tried_without_a_loss_or_while_another_one_waits_or_where_it_is_off(
    lab: Lab, submitted: Submit, settings: Settings
) -> None:
    assert advised(submitted(score=10.0), lab, WON, refuse).advice == []
    waiting = submitted()
    assert advised(submitted(score=5.0), lab, LOST, refuse).advice == []
    Submission.objects.filter(pk=waiting.pk).update(state=State.FAILED)
    settings.ADVICE_SECONDS = 0
    assert advised(submitted(score=5.0), lab, LOST, refuse).advice == []


def test_a_failure_is_silent(lab: Lab, submitted: Submit) -> None:
    def fail(lost: Sequence[int], seconds: float) -> list[Advice]:
        raise ZeroDivisionError

    submission = advised(submitted(score=5.0), lab, LOST, fail)
    assert (submission.state, submission.final_score, submission.advice) == (State.GRADED, 5.0, [])


def test_whoever_comes_meanwhile_ends_it(lab: Lab, submitted: Submit) -> None:
    submission = submitted(score=5.0)
    with ExitStack() as life:
        ended: list[float] = []
        life.callback(lambda: ended.append(time.monotonic()))

        def advise(lost: Sequence[int], seconds: float) -> list[Advice]:
            submitted()
            until = time.monotonic() + 5
            while not ended and time.monotonic() < until:
                time.sleep(0.02)
            return []

        began = time.monotonic()
        give_advice(submission, Job(lab.spec(), {}, "", "test", life, afterwards=[advise]), LOST)
        assert ended[0] - began < 2
