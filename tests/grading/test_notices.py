from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from grading import notices, regrade, review
from grading.models import Notice, NoticeChoice, OutcomeRecord, Submission
from labs.models import Check, Lab, Preferences
from tests.grading.conftest import Submit
from tests.grading.stored import built

pytestmark = pytest.mark.django_db


def after_a_while() -> int:
    """As if all had been quiet for long enough."""
    Notice.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    return notices.send_due()


def test_a_review_is_one_mail_that_waits_until_it_is_over(
    graded: Submission, grader: User, learner: User, settings: Settings
) -> None:
    settings.SITE_URL = "https://docker.example.org"
    Submission.objects.update(language="en")
    review.comment(graded, grader, "Look at line 3.")
    review.comment(graded, grader, "And at line 5.")
    review.adjust(graded.outcomes.get(kind="tags"), grader, 30.0, "Nearly.")
    assert notices.send_due() == 0
    assert after_a_while() == 1
    (letter,) = mail.outbox
    assert letter.to == ["learner@example.com"]
    assert letter.subject == "[Docker] Une première image: news of your attempt 1"
    body = str(letter.body)
    assert "Your grader wrote a comment." in body
    assert "changed points" in body
    assert "It has 70 of 100 points now." in body
    assert f"https://docker.example.org/submissions/{graded.public_id}/\n" in body
    assert "https://docker.example.org/accounts/notices/\n" in body
    assert "graded again" not in body
    assert after_a_while() == 0


def test_it_is_in_the_language_that_the_learner_chose_or_read_the_site_in_else_in_the_courses(
    graded: Submission, grader: User
) -> None:
    review.comment(graded, grader, "x")
    after_a_while()
    assert "essai 1" in str(mail.outbox[0].body)
    Submission.objects.update(language="en")
    review.comment(graded, grader, "x")
    after_a_while()
    assert "attempt 1" in str(mail.outbox[1].body)
    Preferences.objects.create(user=graded.learner, language="fr")
    review.comment(graded, grader, "x")
    after_a_while()
    assert "essai 1" in str(mail.outbox[2].body)


def test_work_at_several_attempts_is_one_mail(submitted: Submit, grader: User, other_learner: User) -> None:
    for who in (None, None, other_learner):
        made = submitted(score=1.0, language="en", **({"learner": who} if who else {}))
        review.comment(made, grader, "x")
    assert after_a_while() == 2
    assert sorted(letter.subject for letter in mail.outbox) == [
        "[Docker] News of 2 of your attempts",
        "[Docker] Une première image: news of your attempt 1",
    ]


def test_a_regrade_is_told_to_those_whose_grade_moved(
    lab: Lab, submitted: Submit, other_learner: User
) -> None:
    built(submitted)
    built(submitted, tags=(), learner=other_learner, language="en")
    Check.objects.filter(kind="tags").update(points=140.0)
    regrade.apply(lab, None)
    assert {one.submission.learner.username for one in Notice.objects.filter(regraded=True)} == {
        "learner",
        "other-learner",
    }
    Notice.objects.all().delete()
    regrade.apply(lab, None)
    assert not Notice.objects.exists()
    require = [{"pattern": "latest", "name": "other", "message": "x"}]
    Check.objects.filter(kind="tags").update(parameters={"require": require})
    regrade.apply(lab, None)
    assert [one.submission.learner.username for one in Notice.objects.all()] == ["learner"]


@pytest.mark.parametrize(("choice", "told"), [({"reviews": False}, False), ({"regrades": False}, True)])
def test_who_chose_so_gets_none(
    graded: Submission, grader: User, learner: User, choice: dict[str, bool], told: bool
) -> None:
    NoticeChoice.objects.create(user=learner, **choice)
    review.comment(graded, grader, "x")
    assert after_a_while() == told == len(mail.outbox)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("left", [{"email": ""}, {"is_active": False}])
def test_nobody_is_written_to_without_an_address_or_an_account(
    graded: Submission, grader: User, learner: User, left: dict[str, Any]
) -> None:
    User.objects.filter(pk=learner.pk).update(**left)
    review.comment(graded, grader, "x")
    assert after_a_while() == 0
    assert not Notice.objects.exists()


def test_what_one_does_to_ones_own_work_one_knows(submitted: Submit, operator: User) -> None:
    review.comment(submitted(score=1.0, learner=operator), operator, "x")
    assert not Notice.objects.exists()


def test_a_mail_server_that_fails_is_logged_and_asked_again_later(
    graded: Submission, grader: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    review.comment(graded, grader, "x")

    def fail(_self: object, _messages: object) -> int:
        raise SMTPException("no")

    with monkeypatch.context() as away:
        away.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
        assert after_a_while() == 0
    assert "could not be sent" in caplog.text
    assert Notice.objects.get().due_at > timezone.now()
    assert notices.send_due() == 0
    assert after_a_while() == 1


def test_a_title_with_a_line_break_makes_no_header(graded: Submission, grader: User) -> None:
    Lab.objects.update(title="One\r\nBcc: all@example.com")
    review.comment(graded, grader, "x")
    after_a_while()
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["learner@example.com"]


def test_a_review_that_is_refused_tells_nothing(graded: Submission, client: Client, grader: User) -> None:
    client.force_login(grader)
    outcome = OutcomeRecord.objects.get(kind="tags")
    client.post(
        reverse("review_adjust", args=[graded.public_id, outcome.pk]), {"points": "-1", "reason": "x"}
    )
    assert not Notice.objects.exists()


# --- the choice -----------------------------------------------------------------------------------------------------


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    assert client.get(reverse("notices")).status_code == 302


@pytest.mark.parametrize("persona", ["learner", "grader", "instructor", "operator"])
def test_everybody_chooses_for_themselves(
    client: Client, request: pytest.FixtureRequest, persona: str, other_learner: User
) -> None:
    person = request.getfixturevalue(persona)
    client.force_login(person)
    url = reverse("notices")
    assert client.get(url).content.decode().count("checked") == 2
    assert client.post(url, {"reviews": "on"}).status_code == 302
    assert NoticeChoice.objects.values_list("user", "reviews", "regrades").get() == (person.pk, True, False)
    client.post(url, {"regrades": "on"})
    assert NoticeChoice.objects.values_list("user", "reviews", "regrades").get() == (person.pk, False, True)
