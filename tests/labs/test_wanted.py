"""Who is sent to sign in is told what for; guests, that an account takes their work along."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client

from labs.models import Course, Lab
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_here")]
PLACES = [
    ("/courses/docker/", "Docker"),
    ("/courses/docker/images/", "Images"),
    ("/labs/first-image/", "Une première image"),
]


def sent(client: Client, url: str) -> str:
    return client.get(url, follow=True).content.decode()


def headings(page: str) -> list[str]:
    return re.findall(r"<h1.*?>\s*(.+?)\s*</h1>", page)


@pytest.mark.parametrize(("url", "title"), PLACES)
def test_a_visitor_is_told_what_they_came_for_and_signs_in_there(
    client: Client, lab: Lab, url: str, title: str
) -> None:
    page = sent(client, url)
    assert headings(page) == [title]
    assert f'name="next" value="{url}"' in page
    assert f"/accounts/signup/?next={quote(url, safe='')}" in page


@pytest.mark.parametrize("url", [place[0] for place in PLACES])
def test_of_a_course_that_is_not_published_nothing_is_told(client: Client, lab: Lab, url: str) -> None:
    Course.objects.update(published=False)
    assert not {title for _, title in PLACES} & set(headings(sent(client, url)))


@pytest.mark.parametrize("url", ["/courses/docker/", "/courses/docker/images/", "/labs/golf/", "/accounts/"])
def test_a_guest_is_told_that_their_work_comes_along_and_signs_up_first(
    client: Client, demo: Lab, url: str
) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    Lab.objects.create(module=demo.module, slug="golf", title="Golf")
    client.post("/courses/docker/try")
    page = sent(client, url)
    assert "What you wrote and built without one comes along." in page
    sign_up = f'class="button large" href="/accounts/signup/?next={quote(url, safe="")}"'
    assert page.index(sign_up) < page.index('name="login"')
    assert "comes along" in client.get("/accounts/signup/").content.decode()


def test_who_comes_to_sign_in_of_their_own_accord_is_told_nothing_more(client: Client, lab: Lab) -> None:
    assert headings(client.get("/accounts/login/", headers={"Accept-Language": "en"}).content.decode()) == [
        "Sign in"
    ]


@pytest.mark.parametrize("address", ["", "/none/", "//elsewhere/courses/docker/x/y"])
def test_an_address_that_is_none_is_no_harm(client: Client, address: str) -> None:
    assert client.get("/accounts/login/", {"next": address}).status_code == 200


def test_an_address_that_is_none_leads_home(client: Client, learner: User) -> None:
    assert client.get("/accounts/login/?next=http://[").status_code == 200
    answer = client.post("/accounts/login/?next=http://[", {"login": learner.username, "password": PASSWORD})
    assert answer.headers["Location"] == "/"


def test_a_visitor_of_the_demo_lab_may_try_it_at_once(client: Client, demo: Lab) -> None:
    assert 'action="/courses/docker/try"' in sent(client, "/labs/first-image/")
    Lab.objects.create(module=demo.module, slug="golf", title="Golf")
    assert 'action="/courses/docker/try"' not in sent(client, "/labs/golf/")
