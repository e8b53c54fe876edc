"""One's data, taken along and deleted."""

from __future__ import annotations

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import Model, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.test import Client
from django.utils import timezone

from grading import export, queue, review
from grading.erasure import NOBODY, erase
from grading.models import (
    Certificate,
    Comment,
    Draft,
    ImageTree,
    NoticeChoice,
    Regrade,
    State,
    Submission,
)
from labs.models import Enrolment, Guest, Preferences, QuestionAnswer, SectionRead
from tests.conftest import PASSWORD
from tests.grading.conftest import Submit

pytestmark = pytest.mark.django_db
PERSONAS = ("learner", "grader", "instructor", "operator")


@pytest.fixture
def worked(graded: Submission, grader: User, learner: User) -> Submission:
    """The learner has read, set a language, has an address, a comment and an adjustment."""
    SectionRead.objects.create(user=learner, section=graded.lab.module.sections.all()[0])
    Preferences.objects.create(user=learner, language="en", time_zone="Asia/Tokyo")
    EmailAddress.objects.create(user=learner, email=learner.email, verified=True, primary=True)
    review.comment(graded, grader, "Bien vu.")
    review.adjust(graded.outcomes.get(kind="tags"), grader, 20.0, "Presque.")
    return graded


@pytest.fixture
def everywhere(worked: Submission, grader: User, learner: User) -> User:
    """The learner has a row in every table that knows people. A new one is to be added here."""
    module, course = worked.lab.module, worked.lab.module.course
    QuestionAnswer.objects.create(user=learner, module=module, question="q", given=["a"], right=True)
    Draft.objects.create(learner=learner, lab=worked.lab, saved_at=timezone.now(), commands="docker build .")
    Certificate.objects.create(user=learner, course=course, name="Ada L.")
    NoticeChoice.objects.create(user=learner, reviews=False)
    Regrade.objects.create(submission=worked, author=learner, state=State.GRADED, max_score=100.0)
    ImageTree.objects.create(submission=worked)
    review.comment(worked, learner, "To myself.")
    review.adjust(worked.outcomes.get(kind="image-size"), learner, 1.0, "Of myself.")
    LogEntry.objects.create(user=learner, action_flag=1, object_repr="x")
    guest = User.objects.create(username="guest")
    Guest.objects.create(user=guest, account=learner)
    Guest.objects.create(user=learner)
    return learner


def rows_of(row: Model) -> dict[type[Model], QuerySet[Any]]:
    """What hangs on it, by the tables that may."""
    relations = [
        one for one in row._meta.get_fields(include_hidden=True) if one.auto_created and one.is_relation
    ]
    return {
        one.related_model: one.related_model._base_manager.filter(**{one.field.name: row})
        for one in relations
        if isinstance(one, ForeignObjectRel)
        and not one.many_to_many
        and not one.related_model._meta.auto_created  # groups and permissions, said in the profile
    }


def exported(client: Client) -> ZipFile:
    answer: Any = client.get("/accounts/export/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_zip_holds_all_that_is_kept(client: Client, worked: Submission, learner: User) -> None:
    client.force_login(learner)
    zipped = exported(client)
    profile = json.loads(zipped.read("profile.json"))
    assert (profile["username"], profile["time_zone"]) == ("learner", "Asia/Tokyo")
    assert profile["email_addresses"] == [{"email": learner.email, "verified": True, "primary": True}]
    (course,) = json.loads(zipped.read("courses.json"))
    assert (course["course"], course["role"], len(course["sections_read"])) == ("docker", "learner", 1)
    folder = "submissions/first-image/1"
    submission = json.loads(zipped.read(f"{folder}/submission.json"))
    assert submission["final_score"] == 60.0
    assert submission["comments"][0]["text"] == "Bien vu."
    assert submission["checks"][1]["adjustments"][0]["reason"] == "Presque."
    assert zipped.read(f"{folder}/files/Dockerfile") == b"FROM python:3.11-slim\n"
    assert zipped.read(f"{folder}/commands.txt") == b"docker build -t app ."


def test_no_table_that_knows_people_is_forgotten_in_the_zip(client: Client, everywhere: User) -> None:
    client.force_login(everywhere)
    zipped = exported(client)
    submission = json.loads(zipped.read("submissions/first-image/1/submission.json"))
    of_person = {row["model"] for row in json.loads(zipped.read("other.json"))}
    of_submission = {row["model"] for row in submission["other"]}
    beside = export.SUBMISSION_IN_WORDS | export.LEFT_OUT_OF_SUBMISSIONS
    for row, known, said in (
        (everywhere, of_person, export.SAID_IN_WORDS),
        (everywhere.submissions.get(), of_submission, beside),
    ):
        tables = rows_of(row)
        assert [table for table, rows in tables.items() if not rows.exists()] == [], (
            "add a row to `everywhere`"
        )
        assert {table._meta.label_lower for table in tables.keys() - said} == known
    fields = {one.name for one in Submission._meta.concrete_fields}
    assert fields - export.IN_FILES - export.BOOKKEEPING <= submission.keys()


def test_nobody_gets_another_s(client: Client, worked: Submission, other_learner: User) -> None:
    client.force_login(other_learner)
    zipped = exported(client)
    assert not [name for name in zipped.namelist() if name.startswith("submissions/")]
    assert b"Bien vu." not in b"".join(zipped.read(name) for name in zipped.namelist())


def test_a_grader_gets_what_they_wrote(client: Client, worked: Submission, grader: User) -> None:
    client.force_login(grader)
    said = json.loads(exported(client).read("written.json"))
    assert (said["comments"][0]["text"], said["adjustments"][0]["reason"]) == ("Bien vu.", "Presque.")


@pytest.mark.parametrize("url", ["/accounts/export/", "/accounts/delete/"])
def test_a_stranger_signs_in_first(client: Client, db: None, url: str) -> None:
    assert client.get(url)["Location"].startswith("/accounts/login/")
    assert client.post("/accounts/delete/", {"password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_may_delete_their_own_account(
    client: Client, worked: Submission, request: pytest.FixtureRequest, persona: str
) -> None:
    person = request.getfixturevalue(persona)
    client.force_login(person)
    assert client.get("/accounts/delete/").status_code == 200
    assert client.post("/accounts/delete/", {"password": PASSWORD})["Location"] == "/"
    assert not User.objects.filter(username=persona).exists()
    assert client.get("/accounts/").status_code == 302


def test_without_the_password_nothing_is_deleted(client: Client, worked: Submission, learner: User) -> None:
    client.force_login(learner)
    assert client.post("/accounts/delete/", {"password": "wrong"}).status_code == 200
    assert Submission.objects.exists()


def test_passwords_cannot_be_guessed_there(client: Client, learner: User) -> None:
    cache.clear()
    client.force_login(learner)
    answers = [client.post("/accounts/delete/", {"password": "wrong"}).status_code for _ in range(11)]
    cache.clear()
    assert answers == [200] * 10 + [429]


def everything() -> str:
    """All rows of all tables, as text."""
    return repr([list(model._base_manager.values()) for model in apps.get_models()])


def test_nothing_personal_remains_of_a_learner(client: Client, worked: Submission, learner: User) -> None:
    Submission.objects.update(files={"Dockerfile": "# of mine"})
    client.force_login(learner)
    client.get("/")
    assert "learner@example.com" in everything()
    client.post("/accounts/delete/", {"password": PASSWORD})
    left = everything()
    for word in ("'learner'", "learner@example.com", "# of mine", "Bien vu.", "Asia/Tokyo"):
        assert word not in left
    assert not Enrolment.objects.filter(role="learner").exists()


def test_no_table_that_knows_people_is_forgotten_when_one_leaves(
    everywhere: User, other_learner: User
) -> None:
    guests_work = Submission.objects.get()
    Submission.objects.filter(pk=guests_work.pk).update(learner=User.objects.get(username="guest"))
    rows = rows_of(everywhere)
    erase(everywhere)
    assert [table for table, left in rows.items() if left.exists()] == []
    assert not Submission.objects.exists()
    assert not User.objects.filter(username="guest").exists()


def test_a_grader_s_words_stay_without_the_name(worked: Submission, grader: User) -> None:
    erase(grader)
    assert Comment.objects.get().author.username == NOBODY
    assert worked.outcomes.get(kind="tags").final_points == 20.0
    assert "grader@example.com" not in everything()


def test_a_build_of_somebody_who_left_is_dropped(submitted: Submit, learner: User) -> None:
    being_built = submitted(state=State.RUNNING)
    held = queue.held(being_built)
    erase(learner)
    assert not queue.renew(being_built)
    assert not held.exists()
