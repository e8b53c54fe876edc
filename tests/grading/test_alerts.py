from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core import mail

from grading import alerts
from grading.messages import Message
from grading.models import Alert, State
from grading.outcome import Outcome
from grading.verdict import Verdict
from labs.models import Enrolment
from tests.grading.conftest import Submit

pytestmark = pytest.mark.django_db

OURS = Verdict(60.0, State.GRADED, outcomes=(Outcome("tags", 0.0, 0.0, Message("Ours."), ours=True),))
LABS = Verdict(60.0, State.FAILED, fault="lab", error=Message("The solution does not build."))


def addressees() -> list[str]:
    return sorted(address for one in mail.outbox for address in one.to)


def test_a_check_that_failed_on_our_side_is_told_to_instructors_and_operators(
    submitted: Submit, instructor: User, operator: User, grader: User
) -> None:
    alerts.tell(submitted(), OURS)
    assert addressees() == [instructor.email, operator.email]
    assert "did not count: tags" in mail.outbox[0].body


def test_a_lab_at_fault_is_told_to_its_instructors(
    submitted: Submit, instructor: User, operator: User
) -> None:
    alerts.tell(submitted(), LABS)
    assert addressees() == [instructor.email]


@pytest.mark.parametrize("verdict", [OURS, LABS])
def test_of_a_lab_once_an_hour(submitted: Submit, instructor: User, verdict: Verdict) -> None:
    for _ in range(3):
        alerts.tell(submitted(), verdict)
    assert len(mail.outbox) == 1
    Alert.objects.update(sent_at=Alert.objects.get().sent_at - alerts.PAUSE)
    alerts.tell(submitted(), verdict)
    assert len(mail.outbox) == 2


def test_nothing_is_told_of_a_grade_that_lacks_nothing(submitted: Submit, instructor: User) -> None:
    alerts.tell(submitted(), Verdict(60.0, State.GRADED))
    assert mail.outbox == []


def test_who_left_hears_nothing(submitted: Submit, instructor: User) -> None:
    Enrolment.objects.filter(user=instructor).update(role=Enrolment.Role.LEARNER)
    alerts.tell(submitted(), LABS)
    assert mail.outbox == []
