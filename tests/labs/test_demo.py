from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User

from labs.demo import make_accounts
from labs.models import Course, Enrolment

pytestmark = pytest.mark.django_db


def test_one_account_a_role_with_a_password_that_works(course: Course, tmp_path: Path) -> None:
    accounts = make_accounts(tmp_path / "accounts")
    assert list(accounts) == ["student", "grader", "instructor", "operator"]
    for name, password in accounts.items():
        assert authenticate(username=name, password=password) is not None
    roles = dict(Enrolment.objects.filter(course=course).values_list("user__username", "role"))
    assert roles == {"student": "learner", "grader": "grader", "instructor": "instructor"}
    assert User.objects.get(username="grader").has_perm("grading.review_submission")
    assert User.objects.get(username="instructor").is_staff
    assert User.objects.get(username="operator").is_superuser


def test_passwords_are_drawn_once_and_readable_by_their_owner_only(course: Course, tmp_path: Path) -> None:
    file = tmp_path / "accounts"
    first = make_accounts(file)
    assert make_accounts(file) == first
    assert file.stat().st_mode & 0o077 == 0
    assert make_accounts(tmp_path / "elsewhere") != first
