"""Who may see and review which submission: Django's object permissions, as an authentication backend.

A group gives the permission as such (graders may review); being staff of the course gives it for that course's objects.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

from grading.models import Submission
from labs.models import Enrolment

STAFF_ROLES = (Enrolment.Role.GRADER, Enrolment.Role.INSTRUCTOR)


class CourseBackend(BaseBackend):
    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Any = None) -> bool:
        if not isinstance(obj, Submission) or not user_obj.is_active or user_obj.pk is None:
            return False
        if perm == "grading.view_submission":
            return obj.learner_id == user_obj.pk or is_staff_of(user_obj, obj)
        if perm == "grading.review_submission":
            return user_obj.has_perm(perm) and is_staff_of(user_obj, obj)
        return False


def is_staff_of(user: User | AnonymousUser, submission: Submission) -> bool:
    return Enrolment.objects.filter(
        user_id=user.pk or 0, role__in=STAFF_ROLES, course__modules__labs=submission.lab_id
    ).exists()


def reviewable(user: User) -> QuerySet[Submission]:
    """The submissions that `user` may review; guests' are looked at by nobody."""
    submissions = Submission.objects.filter(learner__guest=None)
    if user.is_superuser:
        return submissions
    if not user.has_perm("grading.review_submission"):
        return submissions.none()
    courses = Enrolment.objects.filter(user=user, role__in=STAFF_ROLES).values("course")
    return submissions.filter(lab__module__course__in=courses)
