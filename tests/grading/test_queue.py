from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from grading import queue
from grading.messages import Message
from grading.models import State, Submission
from tests.grading.conftest import Submit

pytestmark = pytest.mark.django_db


def test_claim_takes_the_oldest_and_marks_it_running(submitted: Submit, other_learner: User) -> None:
    first = submitted()
    submitted(learner=other_learner)
    claimed = queue.claim()
    assert claimed is not None
    assert claimed.pk == first.pk
    assert claimed.state == State.RUNNING
    assert claimed.claim is not None
    assert claimed.tries == 1


def test_claim_finds_nothing_in_an_empty_queue() -> None:
    assert queue.claim() is None


def test_one_submission_of_a_learner_runs_at_a_time(submitted: Submit) -> None:
    submitted()
    submitted()
    assert queue.claim() is not None
    assert queue.claim() is None


def test_learners_take_turns(submitted: Submit, learner: User, other_learner: User) -> None:
    """Ten submissions of one learner do not keep another one waiting."""
    for _ in range(3):
        submitted(learner=learner)
    late = submitted(learner=other_learner)
    first = queue.claim()
    assert first is not None
    assert first.learner == learner
    queue.held(first).update(state=State.GRADED)
    second = queue.claim()
    assert second is not None
    assert second.pk == late.pk


def test_a_submission_that_waits_for_its_retry_is_not_claimed_before(submitted: Submit) -> None:
    submitted(not_before=timezone.now() + timedelta(seconds=60))
    assert queue.claim() is None


@pytest.mark.django_db(transaction=True)
def test_rivals_never_claim_the_same_submission(submitted: Submit, django_user_model: type[User]) -> None:
    for number in range(6):
        submitted(learner=django_user_model.objects.create_user(f"learner-{number}"))
    claimed: list[int] = []
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        while (submission := queue.claim()) is not None:
            claimed.append(submission.pk)
        connection.close()

    rivals = [threading.Thread(target=work) for _ in range(4)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert sorted(claimed) == sorted(Submission.objects.values_list("pk", flat=True))


def test_renew_fails_once_the_claim_is_lost(submitted: Submit) -> None:
    submitted()
    submission = queue.claim()
    assert submission is not None
    assert queue.renew(submission)
    queue.give_back(submission, queue.OURS)
    assert not queue.renew(submission)


def test_a_platform_fault_is_retried_three_times_with_growing_pauses_then_shown(submitted: Submit) -> None:
    submitted()
    pauses = []
    for _ in range(queue.MAX_RETRIES):
        Submission.objects.update(not_before=None)
        submission = queue.claim()
        assert submission is not None
        assert queue.give_back(submission, queue.OURS)
        submission.refresh_from_db()
        assert submission.not_before is not None
        pauses.append((submission.not_before - timezone.now()).total_seconds())
    assert pauses == sorted(pauses)
    Submission.objects.update(not_before=None)
    submission = queue.claim()
    assert submission is not None
    assert not queue.give_back(submission, Message("The engine broke."))
    submission.refresh_from_db()
    assert submission.state == State.FAILED
    assert submission.fault == "platform"
    assert not submission.counted
    assert str(submission.error_message) == "The engine broke."


def test_an_absent_engine_uses_up_no_retry(submitted: Submit) -> None:
    submitted()
    for _ in range(queue.MAX_RETRIES + 3):
        Submission.objects.update(not_before=None)
        submission = queue.claim()
        assert submission is not None
        assert queue.give_back(submission, queue.OURS, use_up_a_try=False)
    assert Submission.objects.get().state == State.QUEUED


@override_settings(ORPHAN_SECONDS=15)
def test_a_silent_worker_loses_its_submission_and_a_lively_one_keeps_it(
    submitted: Submit, other_learner: User
) -> None:
    submitted()
    submitted(learner=other_learner)
    lost, kept = queue.claim(), queue.claim()
    assert lost is not None
    assert kept is not None
    queue.held(lost).update(heartbeat_at=timezone.now() - timedelta(seconds=16))
    assert queue.requeue_orphans() == 1
    lost.refresh_from_db()
    kept.refresh_from_db()
    assert (lost.state, kept.state) == (State.QUEUED, State.RUNNING)


def test_position_counts_who_comes_before(submitted: Submit, other_learner: User) -> None:
    first = submitted()
    second = submitted(learner=other_learner)
    assert [queue.position(first), queue.position(second)] == [0, 1]


def test_a_bell_that_cannot_ring_is_no_error_and_holds_nobody_up() -> None:
    """In a process of its own, because Celery reads the broker's address once."""
    code = (
        "import django, time; django.setup(); from grading import queue; began = time.monotonic(); "
        "print(queue.ring(), time.monotonic() - began < 3)"
    )
    environment = os.environ | {
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "DJANGO_SETTINGS_MODULE": "courseplatform.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["False", "True"], done.stderr


def test_a_cancelled_submission_is_never_claimed_and_does_not_count(submitted: Submit) -> None:
    submission = submitted()
    assert queue.cancel(submission)
    submission.refresh_from_db()
    assert (submission.state, submission.counted) == (State.CANCELLED, False)
    assert queue.claim() is None
    assert not queue.cancel(submission)


def test_a_submission_that_is_built_again_is_not_its_learners_to_cancel(submitted: Submit) -> None:
    submission = submitted(score=40.0, finished_at=timezone.now())
    queue.build_again(submission, None)
    assert not queue.cancel(submission)


def test_who_cancels_while_it_runs_takes_the_claim_away(submitted: Submit) -> None:
    submitted()
    claimed = queue.claim()
    assert claimed is not None
    assert queue.cancel(claimed)
    assert not queue.renew(claimed)
    queue.give_back(claimed, queue.OURS)
    assert Submission.objects.get().state == State.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_of_a_claim_and_a_cancel_at_once_both_are_told_the_truth(submitted: Submit) -> None:
    for _ in range(10):
        Submission.objects.all().delete()
        submission = submitted()
        start, claims = threading.Barrier(2), list[Submission | None]()

        def claim(start: threading.Barrier = start, claims: list[Submission | None] = claims) -> None:
            start.wait()
            claims.append(queue.claim())
            connection.close()

        rival = threading.Thread(target=claim)
        rival.start()
        start.wait()
        assert queue.cancel(submission)
        rival.join()
        assert Submission.objects.get().state == State.CANCELLED
        assert not any(one and queue.renew(one) for one in claims)
