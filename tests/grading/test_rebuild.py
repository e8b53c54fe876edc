from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from grading import queue, submission
from grading.facts import BuildResult
from grading.faults import PlatformFault
from grading.messages import Message
from grading.models import Notice, State, Submission
from grading.notes import note
from grading.outcome import Outcome
from grading.running import Running
from grading.verdict import Verdict
from labs.models import Lab
from tests.grading.conftest import Submit
from tests.grading.stored import built

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def again(submitted: Submit, grader: User) -> Submission:
    """A submission with 60 of 100 points that is queued anew."""
    one = built(submitted, tags=())
    assert queue.build_again(one, grader.pk)
    return Submission.objects.get()


def claimed() -> Submission:
    found = queue.claim()
    assert found is not None
    return found


def finish(verdict: Verdict) -> Submission:
    with Running(claimed()) as running:
        running.finish(verdict)
    return Submission.objects.get()


def graded(points: float) -> Verdict:
    outcome = Outcome("build", points, 40.0, Message("All commands succeeded."))
    return Verdict(40.0, State.GRADED, outcomes=(outcome,), build=BuildResult(True, 1.5))


def test_the_former_grade_stays_until_the_new_one_is_there(again: Submission) -> None:
    assert (again.state, again.final_score, again.counted) == (State.QUEUED, 60.0, True)
    assert "being built again" in note(again)
    done = finish(graded(30.0))
    assert (done.state, done.final_score, done.max_score) == (State.GRADED, 30.0, 40.0)
    before = done.regrades.get()
    assert (before.final_score, before.max_score, before.failure) == (60.0, 100.0, None)
    assert done.timings["queue"] < 5


@pytest.mark.parametrize(
    ("state", "fault"), [(State.FAILED, "lab"), (State.REFUSED, "learner"), (State.LIMIT, "learner")]
)
def test_a_build_that_gives_no_grade_leaves_the_former_one(
    again: Submission, state: State, fault: str
) -> None:
    done = finish(Verdict(40.0, state, fault=fault, error=Message("It went wrong.")))
    assert (done.state, done.final_score, done.max_score, done.fault) == (State.GRADED, 60.0, 100.0, "")
    assert done.outcomes.count() == 2
    assert str(done.regrades.get().failure_message) == "It went wrong."


def test_failing_on_our_side_to_the_end_leaves_the_former_one(again: Submission) -> None:
    for _ in range(queue.MAX_RETRIES + 1):
        Submission.objects.update(not_before=None)
        with Running(claimed()):
            raise PlatformFault("The daemon went away.")
    done = Submission.objects.get()
    assert (done.state, done.final_score, done.counted) == (State.GRADED, 60.0, True)
    assert done.regrades.get().failure is not None


def test_what_failed_altogether_gets_a_grade_that_counts(submitted: Submit) -> None:
    failed = submitted(state=State.FAILED, fault="platform", counted=False)
    queue.build_again(failed, None)
    done = finish(graded(40.0))
    assert (done.state, done.final_score, done.counted, done.fault) == (State.GRADED, 40.0, True, "")


def test_it_is_queued_once(again: Submission) -> None:
    assert not queue.build_again(again, None)
    assert again.regrades.count() == 1


def test_what_was_never_judged_goes_first(again: Submission, submitted: Submit, other_learner: User) -> None:
    fresh = [submitted(), submitted(learner=other_learner)]
    assert list(queue.waiting()) == [fresh[0], fresh[1], again]


def test_a_learner_may_send_while_theirs_are_built_again(lab: Lab, learner: User, submitted: Submit) -> None:
    for _ in range(submission.MAX_WAITING):
        queue.build_again(built(submitted), None)
    files = {"Dockerfile": "FROM python:3.11-slim\n"}
    assert submission.submit(lab, learner, files, "docker build -t app .").number == 6


def test_another_grade_is_told_to_its_learner_and_the_same_is_not(again: Submission, grader: User) -> None:
    finish(graded(30.0))
    assert Notice.objects.get().regraded
    Notice.objects.all().delete()
    queue.build_again(Submission.objects.get(), grader.pk)
    finish(graded(30.0))
    assert not Notice.objects.exists()
