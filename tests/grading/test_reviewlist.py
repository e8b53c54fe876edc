"""A grader's list, filtered: what its address asks for, of what its reader may review."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.html import escape, strip_tags

from grading import review
from grading.models import OutcomeRecord, State, Submission
from grading.reviewlist import Filters
from labs.models import Course, Enrolment, Lab
from tests.grading.conftest import Submit, as_persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(learner: User) -> User:
    User.objects.filter(pk=learner.pk).update(first_name="Élodie", last_name="Le Goff")
    return learner


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("", True),
        ("learner", True),
        ("EARN", True),
        ("élodie", True),
        ("elodie goff", True),
        ("Le Goff Élodie", True),
        ("elodie martin", False),
        ("other_learner", False),
        ("%", True),  # no word
    ],
)
def test_a_learner_is_found_by_user_name_and_by_full_name(
    graded: Submission, named: User, sought: str, found: bool
) -> None:
    assert Filters(learner=sought).of(Submission.objects.all()).exists() is found


def test_filters_go_together_and_stay_in_the_address(
    client: Client, grader: User, lab: Lab, named: User, other_learner: User, submitted: Submit
) -> None:
    for _ in range(51):
        submitted(score=50.0)
    submitted(score=50.0, learner=other_learner)
    submitted(state=State.REFUSED)
    client.force_login(grader)
    asked = {"lab": lab.slug, "state": "graded", "learner": "Élodie"}
    answer = client.get(reverse("review_list"), asked)
    assert len(answer.context["page"].object_list) == 50
    page = answer.content.decode()
    address = f"?lab={lab.slug}&amp;state=graded&amp;learner=%C3%89lodie&amp;page=2"
    assert f'href="{address}"' in page
    assert 'name="learner" value="Élodie"' in page
    assert "Élodie Le Goff" in page
    (last,) = client.get(reverse("review_list") + address.replace("&amp;", "&")).context["page"].object_list
    assert (last.learner, last.number) == (named, 1)


def test_a_submission_leads_back_to_the_list_it_was_opened_from_and_to_its_neighbours_there(
    client: Client, grader: User, named: User, other_learner: User, submitted: Submit
) -> None:
    older, here, newer = (submitted(score=50.0), submitted(score=50.0), submitted(score=50.0))
    for moved, by in ((older, -2), (here, 0), (newer, 2)):
        Submission.objects.filter(pk=moved.pk).update(created_at=here.created_at + timedelta(seconds=by))
    submitted(score=50.0, learner=other_learner)
    client.force_login(grader)
    came = "?state=graded&learner=elodie&page=1"
    shown = client.get(reverse("review_list") + came).content.decode()
    address = reverse("review", args=[here.public_id]) + came
    assert f'href="{escape(address)}"' in shown
    page = client.get(address).content.decode()
    assert f'href="{escape(reverse("review_list") + came)}"' in page
    assert re.findall(r'rel="(prev|next)" href="([^"]+)"', page) == [
        ("prev", escape(reverse("review", args=[newer.public_id]) + came)),
        ("next", escape(reverse("review", args=[older.public_id]) + came)),
    ]
    (comment,) = re.findall(r'action="([^"]+/comment[^"]*)"', page)
    saved = client.post(unescape(comment), {"text": "Bien."})
    assert saved["Location"] == f"{address}#said"
    again = client.post(reverse("review_again", args=[here.public_id]) + came)
    assert again["Location"] == address


def test_the_list_says_in_words_who_passed_and_what_graders_did(
    client: Client, grader: User, lab: Lab, submitted: Submit
) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(grader)

    def said() -> list[str]:
        page = strip_tags(client.get(reverse("review_list")).content.decode())
        return re.findall(r"passed|adjusted|with a comment", page)

    submission = submitted(score=50.0)
    outcome = OutcomeRecord.objects.create(
        submission=submission, position=0, kind="tags", points=50.0, max_points=100.0, message_data={}
    )
    assert said() == []
    review.comment(submission, grader, "Bien.")
    review.adjust(outcome, grader, 50.0, "C’est juste.")  # looked at, and left
    assert said() == ["adjusted", "with a comment"]
    submitted(score=100.0)
    assert said() == ["passed", "adjusted", "with a comment"]


@pytest.mark.parametrize("persona", ["grader", "instructor", "operator"])
def test_nobody_finds_learners_of_a_course_that_they_do_not_review(
    client: Client, request: pytest.FixtureRequest, graded: Submission, named: User, persona: str
) -> None:
    asked = as_persona(client, request, persona)
    other = Course.objects.create(slug="other", title="Ailleurs")
    for course, found in ((graded.lab.module.course, True), (other, persona == "operator")):
        Enrolment.objects.filter(user__username=persona).update(course=course)
        page = asked.get(reverse("review_list"), {"learner": "elodie"}).content.decode()
        assert (str(graded.public_id) in page) is found
