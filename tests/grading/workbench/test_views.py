"""Answers to the workbench's scripts: their shape, and who gets them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grading.models import Draft, State
from grading.workbench import allowance
from labs.models import Course, Lab
from tests.conftest import DOCKERFILE
from tests.grading.conftest import Submit

pytestmark = pytest.mark.django_db
FORM = {"file:Dockerfile": DOCKERFILE, "commands": "docker build -t app ."}
JSON = {"Accept": "application/json"}
TAKES_PART = {"learner": 200, "other_learner": 200, "grader": 200, "instructor": 200, "operator": 200}


def post(client: Client, name: str, lab: Lab, **form: Any) -> Any:
    return client.post(reverse(name, args=[lab.slug]), FORM | form)


@pytest.mark.parametrize("name", ["problems", "draft"])
@pytest.mark.parametrize(("persona", "status"), [("nobody", 401), ("stranger", 403), *TAKES_PART.items()])
def test_who_takes_part_is_answered(
    client: Client, lab: Lab, request: pytest.FixtureRequest, name: str, persona: str, status: int
) -> None:
    if persona == "stranger":
        client.force_login(User.objects.create_user("stranger"))
    elif persona != "nobody":
        client.force_login(request.getfixturevalue(persona))
    answer = post(client, name, lab)
    assert answer.status_code == status
    if persona == "stranger":  # who is signed in, which the scripts must not take for being signed out
        assert answer.json()["error"] == "no-part"
        assert "stranger" in answer.json()["message"]


def test_a_learner_of_a_course_that_is_not_published_is_not_answered(
    client: Client, lab: Lab, learner: User
) -> None:
    Course.objects.update(published=False)
    client.force_login(learner)
    assert post(client, "problems", lab).status_code == 403


def test_problems_are_said_with_their_place(client: Client, lab: Lab, learner: User) -> None:
    client.force_login(learner)
    answer = post(client, "problems", lab, **{"file:Dockerfile": "FROM nowhere:1\n"}).json()
    assert answer["problems"][0]["path"] == "Dockerfile"
    assert answer["problems"][0]["line"] == 1
    assert answer["problems"][0]["severity"] == "error"


def test_who_asks_too_much_is_told_to_wait(
    client: Client, lab: Lab, learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "SECONDS_A_MINUTE", 0.0)
    client.force_login(learner)
    assert post(client, "problems", lab).status_code == 429


def test_while_one_is_answered_the_next_is_told_to_wait(client: Client, lab: Lab, learner: User) -> None:
    client.force_login(learner)
    with allowance.spending(learner.pk + 1):
        assert post(client, "problems", lab).status_code == 429
    assert post(client, "problems", lab).status_code == 200


def test_a_draft_is_kept_and_read_by_its_learner_alone(
    client: Client, lab: Lab, learner: User, other_learner: User
) -> None:
    client.force_login(learner)
    assert client.get(reverse("draft", args=[lab.slug])).json()["revision"] == 0
    assert post(client, "draft", lab, revision="0", attempt="3").json() == {"revision": 1, "open": True}
    kept = client.get(reverse("draft", args=[lab.slug])).json()
    assert (kept["revision"], kept["files"], kept["attempt"]) == (1, {"Dockerfile": DOCKERFILE}, 3)
    client.force_login(other_learner)
    assert client.get(reverse("draft", args=[lab.slug])).json()["revision"] == 0


def test_another_windows_draft_is_answered_instead_of_overwritten(
    client: Client, lab: Lab, learner: User
) -> None:
    client.force_login(learner)
    post(client, "draft", lab, revision="0")
    answer = post(client, "draft", lab, revision="0", commands="docker build -t other .")
    assert answer.status_code == 409
    assert answer.json()["commands"] == FORM["commands"]


def test_a_draft_that_cannot_be_kept_is_refused(client: Client, lab: Lab, learner: User) -> None:
    client.force_login(learner)
    assert post(client, "draft", lab, **{"file:app.py": "print(2)"}).status_code == 400
    assert not Draft.objects.exists()


def test_a_lab_that_closed_says_so_and_keeps_drafts(client: Client, lab: Lab, learner: User) -> None:
    Lab.objects.update(closes_at=timezone.now())
    client.force_login(learner)
    assert post(client, "draft", lab).json() == {"revision": 1, "open": False}
    assert client.get(reverse("draft", args=[lab.slug])).json()["open"] is False


# --- cancelling ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"),
    [("nobody", 302), ("learner", 200), ("other_learner", 404), ("grader", 403), ("operator", 403)],
)
def test_only_its_learner_cancels_a_submission(
    client: Client, submitted: Submit, request: pytest.FixtureRequest, persona: str, status: int
) -> None:
    submission = submitted()
    if persona != "nobody":
        client.force_login(request.getfixturevalue(persona))
    url = reverse("submission_cancel", args=[submission.public_id])
    assert client.post(url, headers=JSON).status_code == status
    submission.refresh_from_db()
    assert (submission.state == State.CANCELLED) == (persona == "learner")


def test_what_has_a_verdict_is_not_cancelled(client: Client, submitted: Submit, learner: User) -> None:
    submission = submitted(score=40.0, finished_at=timezone.now())
    client.force_login(learner)
    answer = client.post(reverse("submission_cancel", args=[submission.public_id]), headers=JSON)
    assert (answer.status_code, answer.json()) == (409, {"state": "graded"})
