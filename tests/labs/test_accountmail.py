"""Addresses confirmed, and passwords set anew, by mail."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tests.conftest import PASSWORD, MailTo
from tests.smtp import GREETING, MailServer

pytestmark = pytest.mark.django_db
NEW = "another battery for the horse"
FORM = {"username": "new", "email": "new@example.com", "password1": PASSWORD}


@pytest.fixture(autouse=True)
def nothing_sent_before() -> None:
    """Mails to one address are limited, in the cache."""
    cache.clear()


def link(pattern: str) -> str:
    """The address of the newest mail's link, below the site."""
    found = re.search(rf"http://testserver({pattern}\S*)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def test_a_new_address_is_confirmed_by_its_mail(client: Client) -> None:
    assert client.post("/accounts/signup/", FORM)["Location"] == "/"
    assert mail.outbox[0].to == ["new@example.com"]
    assert not EmailAddress.objects.get().verified
    assert client.post(link("/accounts/confirm-email/")).status_code == 302
    assert EmailAddress.objects.get().verified
    assert "badge good" in client.get("/accounts/").content.decode()


def test_a_forgotten_password_is_set_anew(client: Client, learner: User) -> None:
    assert client.post("/accounts/password/reset/", {"email": learner.email}).status_code == 302
    form = client.get(link("/accounts/password/reset/key/"))
    assert client.post(form["Location"], {"password1": NEW, "password2": NEW}).status_code == 302
    assert Client().post("/accounts/login/", {"login": "learner", "password": PASSWORD}).status_code == 200
    assert Client().post("/accounts/login/", {"login": "learner", "password": NEW}).status_code == 302


def test_a_link_works_once(client: Client, learner: User) -> None:
    client.post("/accounts/password/reset/", {"email": learner.email})
    address = link("/accounts/password/reset/key/")
    form = client.get(address)
    client.post(form["Location"], {"password1": NEW, "password2": NEW})
    assert Client().get(address).status_code == 200
    assert 'name="password1"' not in Client().get(address).content.decode()


def test_nobody_learns_who_has_an_account(client: Client, learner: User) -> None:
    known = client.post("/accounts/password/reset/", {"email": learner.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_mail_server_that_is_away_keeps_nobody_out(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    answer = client.post("/accounts/signup/", FORM, follow=True)
    page = answer.content.decode()
    assert "We could not send the mail just now." in page
    assert "Confirmation email sent" not in page
    assert User.objects.filter(username="new").exists()


def test_a_mail_server_that_hangs_keeps_nobody_out_and_is_not_waited_for_again(
    client: Client, mail_to: MailTo
) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with MailServer(hangs_at=GREETING) as server:
        mail_to(server)
        page = client.post("/accounts/signup/", FORM, follow=True).content.decode()
        assert "We could not send the mail just now." in page
        assert User.objects.filter(username="new").exists()
        server.it_hangs.clear()
        reset = Client(HTTP_ACCEPT_LANGUAGE="en").post(
            "/accounts/password/reset/", {"email": FORM["email"]}, follow=True
        )
        assert "We could not send the mail just now." in reset.content.decode()
        assert not server.it_hangs.is_set()


def test_the_mail_is_in_the_language_of_who_reads_it(client: Client, learner: User) -> None:
    client.post("/accounts/password/reset/", {"email": learner.email}, headers={"Accept-Language": "fr"})
    assert "mot de passe" in mail.outbox[-1].subject.lower() + str(mail.outbox[-1].body).lower()
