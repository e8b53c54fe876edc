"""Trying a demo lab without an account: who gets in, to what, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from labs import guests
from labs.models import Course, Guest, Lab

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_here")]
TRY = "/courses/docker/try"


def test_a_visitor_is_offered_the_demo_and_gets_the_workbench(client: Client, demo: Lab) -> None:
    assert f'action="{TRY}"' in client.get("/").content.decode()
    assert client.post(TRY)["Location"] == "/labs/first-image/"
    page = client.get("/labs/first-image/").content.decode()
    guest = Guest.objects.get()
    assert 'name="file:Dockerfile"' in page
    assert "/accounts/signup/?next=/labs/first-image/" in page
    assert guest.user.username not in page


def test_the_first_offer_is_in_the_language_of_the_page(client: Client, demo: Lab) -> None:
    english = Course.objects.create(slug="docker-en", title="Docker", language="en", demo=demo)
    pages = {
        lang: client.get("/", headers={"Accept-Language": lang}).content.decode() for lang in ("fr", "en")
    }
    other = f'action="/courses/{english.slug}/try"'
    assert pages["fr"].index(f'action="{TRY}"') < pages["fr"].index(other)
    assert pages["en"].index(other) < pages["en"].index(f'action="{TRY}"')


def test_one_session_is_one_guest(client: Client, demo: Lab) -> None:
    client.post(TRY)
    client.post(TRY)
    assert Guest.objects.count() == 1
    Client().post(TRY)
    assert Guest.objects.count() == 2


def test_looking_at_the_address_makes_no_guest(client: Client, demo: Lab) -> None:
    assert client.get(TRY)["Location"] == "/"
    assert not Guest.objects.exists()


@pytest.mark.parametrize("who", ["learner", "instructor"])
def test_who_is_signed_in_goes_to_the_lab_as_themselves(
    client: Client, demo: Lab, request: pytest.FixtureRequest, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.post(TRY)["Location"] == "/labs/first-image/"
    assert not Guest.objects.exists()


def test_a_course_without_a_demo_offers_none(client: Client, lab: Lab) -> None:
    assert TRY not in client.get("/").content.decode()
    assert client.post(TRY).status_code == 404


def test_an_unpublished_course_cannot_be_tried(client: Client, demo: Lab) -> None:
    client.post(TRY)
    Course.objects.update(published=False)
    assert Client().post(TRY).status_code == 404
    assert client.get("/labs/first-image/").status_code == 302


@pytest.mark.parametrize("url", ["/courses/docker/", "/courses/docker/images/", "/labs/other/", "/review/"])
def test_a_guest_is_nobody_elsewhere(client: Client, demo: Lab, url: str) -> None:
    Lab.objects.create(module=demo.module, slug="other", title="Other", brief="")
    client.post(TRY)
    assert client.get(url).status_code == 302
    assert "/accounts/login/" in client.get("/").content.decode()
    assert client.post("/courses/docker/join").status_code == 302
    assert not demo.module.course.enrolments.exists()


def test_so_many_of_one_address_come_in_an_hour(client: Client, demo: Lab, settings: Settings) -> None:
    settings.GUESTS_PER_ADDRESS = 1
    assert Client().post(TRY).status_code == 302
    assert Client().post(TRY).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").post(TRY).status_code == 302
    assert Guest.objects.count() == 2


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
    ],
)
def test_an_address_is_a_network_where_one_person_has_many(
    client: Client, demo: Lab, settings: Settings, first: str, second: str, same: bool
) -> None:
    settings.GUESTS_PER_ADDRESS = 1
    assert Client(REMOTE_ADDR=first).post(TRY).status_code == 302
    assert Client(REMOTE_ADDR=second).post(TRY).status_code == (429 if same else 302)


def test_nobody_is_let_in_who_cannot_be_counted(client: Client, demo: Lab, settings: Settings) -> None:
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = settings.CACHES | {"limits": away}
    assert client.post(TRY).status_code == 429


def test_guests_are_forgotten_after_a_day(client: Client, demo: Lab, learner: User) -> None:
    client.post(TRY)
    assert guests.forget_guests() == 0
    Guest.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert guests.forget_guests() == 1
    assert list(User.objects.all()) == [learner]
    assert client.get("/labs/first-image/").status_code == 302


def test_guests_are_in_no_list_of_people(client: Client, demo: Lab, operator: User, learner: User) -> None:
    Client().post(TRY)
    client.force_login(operator)
    page = client.get("/admin/auth/user/").content.decode()
    assert "learner" in page
    assert "guest-" not in page


def test_only_guests_may_try(demo: Lab, django_user_model: type[User]) -> None:
    assert not guests.may_try(AnonymousUser(), demo)
    assert not guests.may_try(django_user_model.objects.create_user("passer-by"), demo)
