from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core import mail

from grading import alerts
from grading.messages import Message
from grading.models import Alert, State, Submission
from grading.outcome import Outcome
from grading.verdict import Verdict
from labs.models import Enrolment
from tests.grading.conftest import Submit

pytestmark = pytest.mark.django_db

OURS = Verdict(60.0, State.GRADED, outcomes=(Outcome("tags", 0.0, 0.0, Message("Ours."), ours=True),))
LABS = Verdict(60.0, State.FAILED, fault="lab", error=Message("The solution does not build."))


def told(submission: Submission, verdict: Verdict) -> list[str]:
    """Who hears of it."""
    mail.outbox.clear()
    alerts.note(submission, verdict)
    alerts.send_due()
    return sorted(address for one in mail.outbox for address in one.recipients())


def test_a_check_that_failed_on_our_side_is_told_to_instructors_and_operators(
    submitted: Submit, instructor: User, operator: User, grader: User
) -> None:
    assert told(submitted(), OURS) == [instructor.email, operator.email]
    assert "did not count: tags" in mail.outbox[0].body


def test_a_lab_at_fault_is_told_to_its_instructors(
    submitted: Submit, instructor: User, operator: User
) -> None:
    assert told(submitted(), LABS) == [instructor.email]


def test_they_are_not_told_of_one_another(submitted: Submit, instructor: User, operator: User) -> None:
    told(submitted(), OURS)
    headers = mail.outbox[0].message().as_string().partition("\n\n")[0]
    assert instructor.email not in headers
    assert operator.email not in headers


@pytest.mark.parametrize("verdict", [OURS, LABS])
def test_of_a_lab_once_an_hour(submitted: Submit, instructor: User, verdict: Verdict) -> None:
    assert told(submitted(), verdict)
    assert told(submitted(), verdict) == []
    Alert.objects.update(told_at=Alert.objects.get().told_at - alerts.PAUSE)
    assert told(submitted(), verdict)


def test_nothing_is_told_of_a_grade_that_lacks_nothing(submitted: Submit, instructor: User) -> None:
    assert told(submitted(), Verdict(60.0, State.GRADED)) == []


def test_who_left_hears_nothing(submitted: Submit, instructor: User) -> None:
    Enrolment.objects.filter(user=instructor).update(role=Enrolment.Role.LEARNER)
    assert told(submitted(), LABS) == []
