from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from grading.models import State, Submission
from labs.models import Lab

pytestmark = pytest.mark.django_db
PAGES = (
    "/",
    "/styleguide/",
    "/courses/docker/",
    "/courses/docker/images/",
    "/labs/first-image/",
    "/accounts/",
)


@pytest.mark.parametrize("url", PAGES)
def test_a_page_is_one_person_s_and_fetched_anew_on_back(
    client: Client, lab: Lab, learner: User, url: str
) -> None:
    client.force_login(learner)
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


def test_nor_is_the_page_for_strangers_kept(client: Client) -> None:
    assert client.get("/")["Cache-Control"] == "no-store"


def test_data_is_not_kept(client: Client, lab: Lab, learner: User) -> None:
    client.force_login(learner)
    sent = Submission.objects.create(
        lab=lab, learner=learner, number=1, files={}, commands="", state=State.GRADED
    )
    urls = [reverse(name, args=[sent.public_id]) for name in ("submission_state", "events")]
    for url in (*urls, "/labs/first-image/draft", "/accounts/export/"):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer["Cache-Control"] == "no-store", url


def test_what_says_so_itself_is_left_alone(client: Client, operator: User) -> None:
    client.force_login(operator)
    assert "no-store" in client.get("/admin/")["Cache-Control"]
