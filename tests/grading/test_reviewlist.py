"""A grader's list, filtered: what its address asks for, of what its reader may review."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from grading.models import State, Submission
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
