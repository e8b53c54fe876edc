"""The page of one's account: language, time zone, and what they do everywhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from grading.models import Submission
from labs.accountforms import zones
from labs.models import Lab, Preferences
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
PERSONAS = ("learner", "grader", "instructor", "operator")


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_has_an_account_page_of_their_own(
    client: Client, request: pytest.FixtureRequest, persona: str
) -> None:
    person = request.getfixturevalue(persona)
    client.force_login(person)
    page = client.get("/accounts/").content.decode()
    assert person.username in page
    assert "/accounts/export/" in page
    assert "/accounts/delete/" in page


def test_a_stranger_and_a_guest_have_none(client: Client, demo: Lab, counted_here: None) -> None:
    assert client.get("/accounts/").status_code == 302
    client.post("/courses/docker/try")
    assert client.get("/accounts/").status_code == 302


def test_the_language_of_the_account_wins_over_the_browser_s(client: Client, learner: User) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "fr"
    client.force_login(learner)
    assert '<html lang="fr"' in client.get("/").content.decode()
    client.post("/accounts/", {"language": "en", "time_zone": ""})
    assert '<html lang="en"' in client.get("/").content.decode()
    elsewhere = Client(headers={"Accept-Language": "fr"})
    assert '<html lang="fr"' in elsewhere.get("/").content.decode()
    elsewhere.post("/accounts/login/", {"login": "learner", "password": PASSWORD})
    assert '<html lang="en"' in elsewhere.get("/").content.decode()
    elsewhere.post("/accounts/logout/")
    assert '<html lang="fr"' in elsewhere.get("/").content.decode()


def test_a_language_chosen_in_the_footer_is_the_account_s(client: Client, learner: User) -> None:
    client.force_login(learner)
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert Preferences.objects.get().language == "en"
    assert '<html lang="en"' in client.get("/").content.decode()
    client.post("/i18n/setlang/", {"language": "xx", "next": "/"})
    assert Preferences.objects.get().language == "en"


def test_a_visitor_s_language_is_kept_by_the_browser(client: Client, db: None) -> None:
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in client.get("/").content.decode()
    assert not Preferences.objects.exists()


def test_dates_are_shown_in_the_time_zone_of_who_reads(client: Client, learner: User, lab: Lab) -> None:
    made = Submission.objects.create(lab=lab, learner=learner, number=1, files={}, state="graded")
    Submission.objects.update(created_at=datetime(2026, 3, 1, 12, 0, tzinfo=UTC))
    client.force_login(learner)
    assert "T13:00:00+01:00" in client.get(made.get_absolute_url()).content.decode()
    client.post("/accounts/", {"language": "", "time_zone": "Asia/Tokyo"})
    assert "T21:00:00+09:00" in client.get(made.get_absolute_url()).content.decode()
    Client().get("/")
    assert timezone.get_current_timezone_name() == "Europe/Paris"


@pytest.mark.parametrize(
    ("browser", "chosen", "zone"),
    [
        ("America/Lima", "", "America/Lima"),
        ("America/Lima", "Asia/Tokyo", "Asia/Tokyo"),
        ("Mars/Olympus", "", "Europe/Paris"),
        ("Europe", "", "Europe/Paris"),
        ("../../etc/passwd", "", "Europe/Paris"),
        ("x" * 3000, "", "Europe/Paris"),
        ("", "", "Europe/Paris"),
    ],
)
def test_who_chose_no_zone_has_that_of_the_browser(
    client: Client, learner: User, browser: str, chosen: str, zone: str
) -> None:
    client.force_login(learner)
    client.post("/accounts/", {"language": "", "time_zone": chosen})
    client.cookies["time_zone"] = browser
    assert f'data-time-zone="{zone}"' in client.get("/").content.decode()


def test_a_password_s_rules_are_said_once(client: Client, db: None) -> None:
    form = {"username": "new", "email": "new@example.com", "password1": "123"}
    page = client.post("/accounts/signup/", form, headers={"Accept-Language": "en"}).content.decode()
    assert page.count("at least 8 characters") == 1


def test_a_zone_that_is_none_is_refused(client: Client, learner: User) -> None:
    client.force_login(learner)
    answer = client.post("/accounts/", {"language": "", "time_zone": "Mars/Olympus"})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Preferences.objects.exists()


def test_a_zone_that_the_machine_forgot_does_no_harm(client: Client, learner: User) -> None:
    Preferences.objects.create(user=learner, time_zone="Mars/Olympus", language="xx")
    client.force_login(learner)
    assert client.get("/").status_code == 200


def test_zones_are_places_by_continent() -> None:
    groups = dict(zones())
    assert ("Europe/Paris", "Paris") in groups["Europe"]
    assert "Etc" not in groups
