from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from labs.models import Enrolment
from labs.roles import GRADERS, INSTRUCTORS, PERMISSIONS, grant, make_groups

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", [INSTRUCTORS, GRADERS])
def test_migrations_make_the_groups_with_their_permissions(name: str) -> None:
    permissions = Group.objects.get(name=name).permissions.select_related("content_type")
    assert {f"{one.content_type.app_label}.{one.codename}" for one in permissions} == set(PERMISSIONS[name])


def test_what_an_operator_added_stays() -> None:
    group = Group.objects.get(name=GRADERS)
    group.permissions.add(*Group.objects.get(name=INSTRUCTORS).permissions.all())
    make_groups()
    assert group.permissions.filter(codename="change_lab").exists()


@pytest.mark.parametrize(
    ("role", "group", "is_staff"),
    [
        (Enrolment.Role.LEARNER, None, False),
        (Enrolment.Role.GRADER, GRADERS, False),
        (Enrolment.Role.INSTRUCTOR, INSTRUCTORS, True),
    ],
)
def test_a_role_comes_with_its_group(role: Enrolment.Role, group: str | None, is_staff: bool) -> None:
    user = User.objects.create_user("someone")
    grant(user, role)
    user.refresh_from_db()
    assert user.groups.values_list("name", flat=True).first() == group
    assert user.is_staff is is_staff
