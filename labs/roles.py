"""The groups that roles come with, and what they may do; which courses they may do it in, enrolments say."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission, User

from labs.models import Enrolment

INSTRUCTORS = "instructors"
GRADERS = "graders"

# Labs and modules are not deleted in passing: learners' submissions hang on them. That is left to operators.
PERMISSIONS: dict[str, tuple[str, ...]] = {
    INSTRUCTORS: (
        *(
            f"labs.{action}_{model}"
            for model in ("course", "module", "picture", "lab", "check", "labfile", "enrolment")
            for action in ("view", "add", "change")
        ),
        "labs.delete_check",
        "labs.delete_labfile",
        "labs.delete_picture",
        "labs.delete_enrolment",
        "grading.view_submission",
        "grading.review_submission",
    ),
    GRADERS: ("grading.view_submission", "grading.review_submission"),
}


def make_groups(**_signal: Any) -> None:
    """Make the groups and give them their permissions; what an operator added to them stays.

    Runs after the migrations of each app, because an app's permissions appear only then.
    """
    for name, wanted in PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=name)
        codenames = {(label, codename) for label, codename in (full.split(".") for full in wanted)}
        found = Permission.objects.filter(codename__in={codename for _, codename in codenames})
        group.permissions.add(
            *(
                permission
                for permission in found.select_related("content_type")
                if (permission.content_type.app_label, permission.codename) in codenames
            )
        )


def grant(user: User, role: Enrolment.Role) -> None:
    """Give the group that goes with the role; instructors also may sign in to the admin."""
    group = {Enrolment.Role.GRADER: GRADERS, Enrolment.Role.INSTRUCTOR: INSTRUCTORS}.get(role)
    if group:
        user.groups.add(Group.objects.get(name=group))
    if role == Enrolment.Role.INSTRUCTOR and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
