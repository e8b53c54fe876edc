"""What guests send: limited, after everybody else's, and the account's once they have one."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from grading import guests, permissions, queue, regrade
from grading.models import Draft, State, Submission
from labs.models import Enrolment, Guest, Lab, SectionRead
from tests.conftest import DOCKERFILE, PASSWORD
from tests.grading.conftest import Submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_here")]
TRY = "/courses/docker/try"
FORM = {"file:Dockerfile": DOCKERFILE, "commands": "docker build -t app ."}


@pytest.fixture
def guest(client: Client, demo: Lab) -> User:
    """`client` is theirs."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.post(TRY)
    return Guest.objects.get().user


def send(client: Client, lab: Lab) -> Any:
    return client.post(reverse("submit", args=[lab.slug]), FORM, headers={"Accept": "application/json"})


def test_a_guest_submits_and_sees_what_became_of_it(client: Client, demo: Lab, guest: User) -> None:
    answer = send(client, demo)
    assert answer.status_code == 201
    for name in ("url", "state_url", "result_url"):
        assert client.get(answer.json()[name]).status_code == 200
        assert Client().get(answer.json()[name]).status_code == 302


def test_a_guest_submits_to_no_other_lab(client: Client, demo: Lab, guest: User) -> None:
    other = Lab.objects.create(module=demo.module, slug="other", title="Other", brief="")
    assert send(client, other).status_code == 403


def test_a_guest_who_passed_signs_up_to_go_on_with_the_next_lab(
    client: Client, demo: Lab, guest: User, submitted: Submit
) -> None:
    Lab.objects.create(module=demo.module, slug="after", title="After", position=1)
    passed = submitted(learner=guest, score=100.0)
    page = client.get(reverse("submission_result", args=[passed.public_id])).content.decode()
    assert 'class="button" href="/accounts/signup/?next=/labs/after/"' in page


def test_another_guest_sees_nothing_of_it(client: Client, demo: Lab, guest: User) -> None:
    url = send(client, demo).json()["url"]
    other = Client()
    other.post(TRY)
    assert other.get(url).status_code == 404


@pytest.mark.parametrize("setting", ["GUEST_BUILDS", "GUEST_BUILDS_PER_ADDRESS"])
def test_a_guest_builds_so_often_in_an_hour(
    client: Client, demo: Lab, guest: User, settings: Settings, setting: str
) -> None:
    setattr(settings, setting, 1)
    assert send(client, demo).status_code == 201
    answer = send(client, demo)
    assert answer.status_code == 400
    assert "sign up" in answer.json()["errors"][0]["message"].lower()
    assert Submission.objects.count() == 1


def test_all_guests_together_fill_the_queue_only_so_far(
    client: Client, demo: Lab, guest: User, submitted: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guests, "MAX_WAITING", 1)
    submitted(learner=guest)
    other = Client()
    other.post(TRY)
    assert send(other, demo).status_code == 400


def test_learners_are_not_counted(client: Client, demo: Lab, learner: User, settings: Settings) -> None:
    settings.GUEST_BUILDS = settings.GUEST_BUILDS_PER_ADDRESS = 0
    client.force_login(learner)
    assert send(client, demo).status_code == 201


def test_learners_come_first_and_one_guest_is_built_at_a_time(
    demo: Lab, guest: User, learner: User, submitted: Submit
) -> None:
    Client().post(TRY)
    second = Guest.objects.exclude(pk=guest.pk).get().user
    submitted(learner=guest)
    submitted(learner=second)
    submitted(learner=learner)
    order = [submission.learner for submission in queue.waiting()]
    assert order == [learner, guest, second]
    claims = [queue.claim(), queue.claim(), queue.claim()]
    assert [one and one.learner for one in claims] == [learner, guest, None]


def test_grades_that_are_made_again_wait_behind_guests(
    demo: Lab, guest: User, learner: User, submitted: Submit
) -> None:
    queue.build_again(submitted(score=50.0, finished_at=timezone.now()), None)
    submitted(learner=guest)
    assert [submission.learner for submission in queue.waiting()] == [guest, learner]


def test_guests_are_reviewed_and_graded_again_by_nobody(
    demo: Lab, guest: User, instructor: User, operator: User, submitted: Submit
) -> None:
    submitted(learner=guest, score=50.0)
    assert not permissions.reviewable(instructor).exists()
    assert not permissions.reviewable(operator).exists()
    assert not regrade.preview(demo).moves


def sign_up(client: Client) -> User:
    form = {"username": "new", "email": "new@example.com", "password1": PASSWORD}
    assert client.post("/accounts/signup/", form).status_code == 302
    return User.objects.get(username="new")


def test_work_moves_into_a_new_account(client: Client, demo: Lab, guest: User) -> None:
    url = send(client, demo).json()["url"]
    key = guest.pk
    account = sign_up(client)
    assert Submission.objects.get().learner == account
    assert not User.objects.filter(pk=key).exists()
    assert Enrolment.objects.get(user=account).role == Enrolment.Role.LEARNER
    assert "without an account came along" in client.get(url).content.decode()
    page = client.get("/labs/first-image/").content.decode()
    assert f'data-former-draft-key="draft:{key}:first-image"' in page


def test_work_moves_into_an_account_that_has_some(
    client: Client, demo: Lab, guest: User, learner: User, submitted: Submit
) -> None:
    submitted(score=10.0)
    send(client, demo)
    SectionRead.objects.create(user=guest, section=demo.module.sections.all()[0])
    client.post("/accounts/login/", {"login": "learner", "password": PASSWORD})
    assert sorted(Submission.objects.filter(learner=learner).values_list("number", flat=True)) == [1, 2]
    assert SectionRead.objects.get().user == learner
    assert not Guest.objects.exists()


def test_a_build_that_runs_beside_one_of_the_account_moves_later(
    client: Client, demo: Lab, guest: User, learner: User, submitted: Submit
) -> None:
    running = submitted(state=State.RUNNING)
    theirs = submitted(learner=guest, state=State.RUNNING)
    client.post(reverse("draft", args=[demo.slug]), FORM)
    client.force_login(learner)
    theirs.refresh_from_db()
    assert theirs.learner == guest
    assert Draft.objects.get().learner == learner
    Submission.objects.filter(pk=running.pk).update(state=State.GRADED)
    guests.move_the_rest()
    theirs.refresh_from_db()
    assert (theirs.learner, theirs.number) == (learner, 2)
    assert not Guest.objects.exists()


def test_who_only_typed_takes_part_too_so_that_the_lab_opens(client: Client, demo: Lab, guest: User) -> None:
    account = sign_up(client)
    assert account.enrolments.get().course == demo.module.course
    assert client.get("/labs/first-image/").status_code == 200
    assert not Guest.objects.exists()
