from __future__ import annotations

import csv

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from grading.gradebook import as_csv
from grading.models import Submission
from labs.models import Course, Enrolment, Lab
from tests.grading.conftest import Submit
from tests.grading.stored import built

pytestmark = pytest.mark.django_db


@pytest.fixture
def half(submitted: Submit) -> Submission:
    """60 of 100 points."""
    return built(submitted, tags=())


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(text.splitlines(), delimiter=delimiter))


def test_each_learner_has_a_line_with_the_best_points_of_each_lab(half: Submission, learner: User) -> None:
    course = half.lab.module.course
    Lab.objects.create(module=half.lab.module, slug="golf", title="Golf", position=9)
    late = User.objects.create_user("zoe", first_name="Zoé", last_name="Late")
    Enrolment.objects.create(user=late, course=course)
    assert rows(as_csv(course)) == [
        ["Learner", "Name", half.lab.title, "Golf", "Labs passed"],
        [learner.username, learner.get_full_name(), "60.0", "", "1"],
        ["zoe", "Zoé Late", "", "", "0"],
    ]
    Submission.objects.update(final_score=40.5)
    assert rows(as_csv(course))[1][2:] == ["40.5", "", "0"]
    Submission.objects.update(counted=False)
    assert rows(as_csv(course))[1][2:] == ["", "", "0"]


def test_a_name_is_no_formula(half: Submission, learner: User) -> None:
    User.objects.filter(pk=learner.pk).update(username="+1", first_name="=HYPERLINK(1)")
    assert rows(as_csv(half.lab.module.course))[1][:2] == ["'+1", "'=HYPERLINK(1)"]


def action(client: Client, *courses: Course, language: str = "fr") -> tuple[str, str]:
    """What it answers, and its type."""
    client.cookies["django_language"] = language
    data = {"action": "download_grades", "_selected_action": [one.pk for one in courses]}
    answer = client.post(reverse("admin:labs_course_changelist"), data, follow=True)
    return answer.content.decode(), answer["Content-Type"]


def test_who_teaches_a_course_takes_its_grades_away_as_their_spreadsheet_reads_them(
    client: Client, half: Submission, instructor: User
) -> None:
    client.force_login(instructor)
    text, kind = action(client, half.lab.module.course)
    assert kind == "text/csv; charset=utf-8"
    assert text.startswith("\ufeffApprenant;Nom;")
    assert rows(text, ";")[1][2] == "60,0"


def test_of_two_courses_none_is_given(client: Client, half: Submission, operator: User) -> None:
    other = Course.objects.create(slug="other", title="Other")
    client.force_login(operator)
    text, kind = action(client, half.lab.module.course, other, language="en")
    assert kind.startswith("text/html")
    assert "Choose one course" in text


def test_of_somebody_else_s_course_nothing_is_given(
    client: Client, half: Submission, instructor: User
) -> None:
    Enrolment.objects.filter(user=instructor, course=half.lab.module.course).update(
        course=Course.objects.create(slug="own", title="Own")
    )
    client.force_login(instructor)
    text, kind = action(client, half.lab.module.course)
    assert kind.startswith("text/html")
    assert "60,0" not in text
