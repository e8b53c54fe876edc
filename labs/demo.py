"""One account per role, to look around with on one machine. Never made in production."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.contrib.auth.models import User

from labs.models import Course, Enrolment
from labs.roles import grant

ACCOUNTS = {
    "student": Enrolment.Role.LEARNER,
    "grader": Enrolment.Role.GRADER,
    "instructor": Enrolment.Role.INSTRUCTOR,
    "operator": None,  # a superuser
}


def make_accounts(passwords_file: Path) -> dict[str, str]:
    """Make the accounts that are missing, and return name -> password.

    Passwords are drawn once and kept in `passwords_file`, readable by its owner only.
    """
    known = (
        dict(line.split() for line in passwords_file.read_text().splitlines())
        if passwords_file.exists()
        else {}
    )
    for name, role in ACCOUNTS.items():
        if name not in known or not User.objects.filter(username=name).exists():
            known[name] = known.get(name) or secrets.token_urlsafe(9)
            _make(name, role, known[name])
    passwords_file.touch(mode=0o600)
    passwords_file.write_text("".join(f"{name} {known[name]}\n" for name in ACCOUNTS))
    return {name: known[name] for name in ACCOUNTS}


def _make(name: str, role: Enrolment.Role | None, password: str) -> None:
    user, _ = User.objects.get_or_create(username=name, defaults={"email": f"{name}@example.com"})
    user.set_password(password)
    user.is_superuser = user.is_staff = role is None
    user.save()
    if role:
        grant(user, role)
        for course in Course.objects.all():
            Enrolment.objects.get_or_create(user=user, course=course, defaults={"role": role})
