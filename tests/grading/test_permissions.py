from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User

from grading.models import Submission
from grading.permissions import reviewable
from labs.models import Course, Enrolment

pytestmark = pytest.mark.django_db

VIEW, REVIEW = "grading.view_submission", "grading.review_submission"


@pytest.mark.parametrize(
    ("persona", "may_view", "may_review"),
    [
        ("learner", True, False),
        ("other_learner", False, False),
        ("grader", True, True),
        ("operator", True, True),
    ],
)
def test_who_may_see_and_review_a_submission(
    request: pytest.FixtureRequest, graded: Submission, persona: str, may_view: bool, may_review: bool
) -> None:
    user: User = request.getfixturevalue(persona)
    assert user.has_perm(VIEW, graded) is may_view
    assert user.has_perm(REVIEW, graded) is may_review
    assert reviewable(user).filter(pk=graded.pk).exists() is may_review


def test_an_instructor_sees_the_submissions_of_the_course(graded: Submission, instructor: User) -> None:
    assert instructor.has_perm(VIEW, graded)


def test_nobody_is_refused(graded: Submission) -> None:
    assert not AnonymousUser().has_perm(VIEW, graded)


def test_a_grader_of_another_course_sees_nothing(graded: Submission, grader: User) -> None:
    other = Course.objects.create(slug="other", title="Other")
    Enrolment.objects.filter(user=grader).update(course=other)
    assert not grader.has_perm(VIEW, graded)
    assert not grader.has_perm(REVIEW, graded)
    assert not reviewable(grader).exists()


def test_a_deactivated_learner_is_refused(graded: Submission, learner: User) -> None:
    learner.is_active = False
    assert not learner.has_perm(VIEW, graded)
