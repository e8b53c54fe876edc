"""Advice after a grade: when it is looked for, that it makes way, that its failure is silent."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

import pytest
from pytest_django.fixtures import Settings

from grading.afterwards import can_be_tried, give_advice
from grading.facts import BuildResult
from grading.job import Advise, Job
from grading.messages import Message
from grading.models import State, Submission
from grading.outcome import Advice, Advised, Outcome
from grading.verdict import Verdict
from labs.models import Lab
from labs.spec import CheckSpec
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

    def advise(lost: Sequence[int], seconds: float) -> Advised:
        asked.append((list(lost), seconds))
        return Advised([FOUND], 3)

    submission = advised(submitted(score=5.0), lab, LOST, advise)
    assert asked == [([1], 15.0)]
    assert [Advice.from_json(one) for one in submission.advice or ()] == [FOUND]
    assert submission.advice_tried == 3
    assert submission.final_score == 5.0


def refuse(lost: Sequence[int], seconds: float) -> Advised:
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
    def fail(lost: Sequence[int], seconds: float) -> Advised:
        raise ZeroDivisionError

    submission = advised(submitted(score=5.0), lab, LOST, fail)
    assert (submission.state, submission.final_score, submission.advice) == (State.GRADED, 5.0, [])


def test_whoever_comes_meanwhile_ends_it(lab: Lab, submitted: Submit) -> None:
    submission = submitted(score=5.0)
    with ExitStack() as life:
        ended: list[float] = []
        life.callback(lambda: ended.append(time.monotonic()))

        def advise(lost: Sequence[int], seconds: float) -> Advised:
            submitted()
            until = time.monotonic() + 5
            while not ended and time.monotonic() < until:
                time.sleep(0.02)
            return Advised()

        began = time.monotonic()
        give_advice(submission, Job(lab.spec(), {}, "", "test", life, afterwards=[advise]), LOST)
        assert ended[0] - began < 2


@pytest.mark.parametrize(
    ("dockerfile", "verdict", "promised"),
    [
        ("RUN head -c 9000 /dev/zero > /x\nRUN rm /x\n", LOST, True),
        ("RUN head -c 9000 /dev/zero > /x\nRUN rm /x\n", WON, False),
        ("RUN head -c 9000 /dev/zero > /x\n", LOST, False),  # there is no rewrite of it
        ("RUN head -c 9000 /dev/zero > /x\nRUN rm /x\n", replace(LOST, build=BuildResult(True, 60.0)), False),
    ],
)
def test_nothing_is_promised_where_nothing_can_be_tried(
    lab: Lab, dockerfile: str, verdict: Verdict, promised: bool
) -> None:
    checks = (CheckSpec("tags", 10.0, {}), CheckSpec("image-size", 10.0, {"full": "1kB", "zero": "1MB"}))
    files = {"Dockerfile": f"FROM python:3.11-slim\n{dockerfile}"}
    with ExitStack() as life:
        asked = Job(
            replace(lab.spec(), checks=checks), files, "docker build .", "test", life, afterwards=[refuse]
        )
        assert can_be_tried(asked, verdict) is promised
