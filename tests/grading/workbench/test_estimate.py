from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from grading.models import State
from grading.workbench.estimate import seconds_to_wait
from tests.grading.conftest import Submit

pytestmark = pytest.mark.django_db


def ended(submitted: Submit, *seconds: float) -> None:
    now = timezone.now()
    for took in seconds:
        submitted(score=1.0, started_at=now - timedelta(seconds=took), finished_at=now)


def test_without_a_few_that_ended_lately_nothing_is_said(submitted: Submit) -> None:
    ended(submitted, 10, 10)
    assert seconds_to_wait(3) is None


def test_it_is_the_usual_time_of_those_before_and_half_of_one_that_runs(submitted: Submit) -> None:
    ended(submitted, 10, 10, 200)
    assert seconds_to_wait(0) == 5
    assert seconds_to_wait(3) == 35


def test_workers_side_by_side_shorten_it(submitted: Submit, learner: User, other_learner: User) -> None:
    ended(submitted, 10, 10, 10)
    submitted(state=State.RUNNING)
    submitted(state=State.RUNNING, learner=other_learner)
    assert seconds_to_wait(3) == 20
