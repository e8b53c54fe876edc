from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from grading import queue
from grading.facts import BuildResult
from grading.faults import EngineDown, PlatformFault
from grading.messages import Message
from grading.models import Alert, ImageTree, OutcomeRecord, State, Submission
from grading.outcome import Outcome
from grading.running import Running
from grading.tree import Tree
from grading.verdict import Verdict
from tests.grading.checks.work import an_image
from tests.grading.conftest import Submit
from tests.grading.tree.made import layer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def claimed(submitted: Submit) -> Submission:
    submitted()
    submission = queue.claim()
    assert submission is not None
    return submission


def verdict(points: float = 30.0) -> Verdict:
    outcome = Outcome("build", points, 40.0, Message("All commands succeeded."))
    return Verdict(40.0, State.GRADED, outcomes=(outcome,), build=BuildResult(True, 1.5, log="hello"))


def test_a_verdict_is_stored_with_its_outcomes(claimed: Submission) -> None:
    with Running(claimed) as running:
        running.finish(verdict())
    claimed.refresh_from_db()
    assert (claimed.state, claimed.score, claimed.final_score) == (State.GRADED, 30.0, 30.0)
    assert claimed.log == "hello"
    assert claimed.finished_at is not None
    assert [o.kind for o in claimed.outcomes.all()] == ["build"]
    assert claimed.timings["queue"] >= 0


def test_the_files_of_the_image_are_kept_apart(claimed: Submission) -> None:
    tree = Tree((layer({"a/b": 5}, removed=["c"]),))
    with Running(claimed) as running:
        running.finish(replace(verdict(), image=replace(an_image(), tree=tree)))
    claimed.refresh_from_db()
    facts = claimed.facts()
    assert facts is not None
    assert (facts, facts.tree) == (an_image(), tree)
    assert "tree" not in (claimed.image or {})
    ImageTree.objects.all().delete()
    assert (facts := claimed.facts()) is not None
    assert facts.tree is None


def test_more_files_than_are_kept_are_left_out(claimed: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageTree, "MAX_BYTES", 10)
    with Running(claimed) as running:
        running.finish(replace(verdict(), image=replace(an_image(), tree=Tree((layer({"a": 5}),)))))
    claimed.refresh_from_db()
    assert claimed.state == State.GRADED
    assert not ImageTree.objects.exists()


def test_a_submission_without_an_image_has_no_facts(claimed: Submission) -> None:
    assert claimed.facts() is None


def test_attempts_are_counted_by_learner_and_lab_without_those_given_back(
    submitted: Submit, other_learner: User
) -> None:
    attempts = [
        submitted(state=State.GRADED),
        submitted(state=State.FAILED, counted=False),
        submitted(learner=other_learner),
        submitted(),
    ]
    assert [attempt.attempt for attempt in attempts] == [1, 1, 1, 2]


def test_a_worker_whose_claim_was_taken_back_writes_nothing(claimed: Submission) -> None:
    with Running(claimed) as running:
        queue.give_back(claimed, queue.LOST_WORKER)
        running.finish(verdict())
    claimed.refresh_from_db()
    assert claimed.state == State.QUEUED
    assert not OutcomeRecord.objects.exists()


def test_finishing_twice_grades_once(claimed: Submission) -> None:
    with Running(claimed) as running:
        running.finish(verdict(30.0))
        running.finish(verdict(10.0))
    claimed.refresh_from_db()
    assert claimed.score == 30.0
    assert OutcomeRecord.objects.count() == 1


@pytest.mark.parametrize("error", [PlatformFault("The daemon went away."), ValueError("a bug")])
def test_a_failure_of_ours_puts_the_submission_back(claimed: Submission, error: Exception) -> None:
    with Running(claimed):
        raise error
    claimed.refresh_from_db()
    assert claimed.state == State.QUEUED
    assert claimed.tries == 1


def test_an_absent_engine_costs_no_try(claimed: Submission) -> None:
    with Running(claimed):
        raise EngineDown("The engine does not answer.")
    claimed.refresh_from_db()
    assert (claimed.state, claimed.tries) == (State.QUEUED, 0)


def test_the_heartbeat_keeps_the_claim(claimed: Submission, settings: Settings) -> None:
    import time

    settings.HEARTBEAT_SECONDS = 0.05
    before = claimed.heartbeat_at
    with Running(claimed) as running:
        time.sleep(0.3)
        running.finish(verdict())
    claimed.refresh_from_db()
    assert before is not None
    assert claimed.heartbeat_at is not None
    assert claimed.heartbeat_at > before


def test_a_lab_fault_is_noted_for_the_instructors_and_gives_the_attempt_back(claimed: Submission) -> None:
    fault = Verdict(40.0, State.FAILED, fault="lab", error=Message("The solution does not build."))
    with Running(claimed) as running:
        running.finish(fault)
    claimed.refresh_from_db()
    assert (claimed.state, claimed.fault, claimed.counted) == (State.FAILED, "lab", False)
    assert [alert.text for alert in Alert.objects.all()] == ["The solution does not build."]


def test_what_lives_for_a_cancelled_submission_is_ended_and_no_verdict_stored(claimed: Submission) -> None:
    ended = threading.Event()
    with Running(claimed) as running, ExitStack() as life:
        life.callback(ended.set)
        running.ends(life)
        assert queue.cancel(claimed)
        assert ended.wait(10)
        assert not running.finish(verdict())
        raise PlatformFault("The daemon is gone.")
    claimed.refresh_from_db()
    assert (claimed.state, claimed.counted, claimed.tries) == (State.CANCELLED, False, 1)


def test_of_a_verdict_and_a_cancel_the_first_stands(claimed: Submission) -> None:
    with Running(claimed) as running:
        assert running.finish(verdict())
        assert not queue.cancel(claimed)
    claimed.refresh_from_db()
    assert (claimed.state, claimed.counted) == (State.GRADED, True)
