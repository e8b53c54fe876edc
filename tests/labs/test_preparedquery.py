from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from labs.models import Course, Enrolment, Module
from labs.preparedquery import PreparedQuery

pytestmark = pytest.mark.django_db


def test_each_call_has_its_own_rows_in_one_query(
    learner: User, other_learner: User, course: Course, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    courses = PreparedQuery(
        lambda user: Enrolment.objects.filter(user_id=user).values_list("course_id", "role")
    )
    Enrolment.objects.filter(user=other_learner).delete()
    assert courses(learner.pk) == [(course.pk, Enrolment.Role.LEARNER)]
    assert courses(other_learner.pk) == []
    with django_assert_num_queries(1):
        courses(learner.pk)


def test_keys_find_their_places_wherever_they_stand(course: Course, module: Module) -> None:
    modules = PreparedQuery(
        lambda course, module: Module.objects.filter(pk=module, position=0, course_id=course).values_list(
            "slug"
        )
    )
    assert modules(course.pk, module.pk) == [(module.slug,)]
    assert modules(course.pk, module.pk + 1) == []
    assert modules(course.pk + 1, module.pk) == []
