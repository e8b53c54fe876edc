"""Notices and alerts on their way through a real conversation with a mail server."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from grading import alerts, notices, review
from grading.mailing import GIVE_UP
from grading.models import Alert, Notice, Submission
from tests.conftest import MailTo
from tests.grading.test_alerts import LABS
from tests.smtp import GREETING, TEXT, MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(graded: Submission, grader: User, instructor: User) -> Submission:
    """A review that a learner is to hear of, and a fault of the lab for its instructor."""
    review.comment(graded, grader, "Look at line 3.")
    alerts.note(graded, LABS)
    return graded


def send_all() -> None:
    Notice.objects.update(due_at=timezone.now())
    Alert.objects.exclude(due_at=None).update(due_at=timezone.now())
    notices.send_due()
    alerts.send_due()


def due() -> list[datetime]:
    """When what is left to be told is told."""
    alerted = [one.due_at for one in Alert.objects.all() if one.due_at]
    return [one.due_at for one in Notice.objects.all()] + alerted


@pytest.mark.parametrize("at", [GREETING, "MAIL", "DATA", TEXT])
def test_what_a_hanging_server_did_not_take_is_told_later(told: Submission, mail_to: MailTo, at: str) -> None:
    with MailServer(hangs_at=at) as server:
        mail_to(server)
        send_all()
        assert len(due()) == 2
        assert min(due()) > timezone.now()
        server.hangs_at = ""
        send_all()
        assert len(server.letters) == 2
    assert due() == []


def test_what_it_took_is_told_although_it_hangs_at_the_farewell(told: Submission, mail_to: MailTo) -> None:
    with MailServer(hangs_at="QUIT") as server:
        mail_to(server)
        send_all()
        assert due() == []
        assert len(server.letters) == 2


def test_a_mail_that_goes_out_again_has_the_same_identity_and_another_has_another(
    told: Submission, grader: User, mail_to: MailTo
) -> None:
    with MailServer() as server:
        mail_to(server)
        notice = Notice.objects.get()
        since = notice.created_at
        send_all()
        notice.save(force_insert=True)  # as if it had been killed before it could forget
        Notice.objects.update(created_at=since)
        send_all()
        review.comment(told, grader, "And at line 5.")
        send_all()
        first, again, other = [letter["Message-ID"] for letter in server.letters if letter["To"]]
    assert first == again != other


def test_what_no_server_takes_is_given_up_after_two_days(told: Submission, mail_to: MailTo) -> None:
    with MailServer(hangs_at=GREETING) as server:
        mail_to(server)
        Notice.objects.update(created_at=timezone.now() - GIVE_UP)
        Alert.objects.update(told_at=timezone.now() - GIVE_UP)
        send_all()
    assert due() == []
