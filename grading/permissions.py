"""Who may see and review which submission: Django's object permissions, as an authentication backend.

A group gives the permission as such (graders may review); being staff of the course gives it for that course's objects.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from grading.models import Submission
from labs.access import STAFF_ROLES
from labs.models import Enrolment


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


def permitted(
    user: User | AnonymousUser,
    submissions: QuerySet[Submission],
    public_id: UUID,
    permission: str = "grading.view_submission",
) -> Submission:
    """The one of `submissions`. Raises Http404, also for whoever may not know that it exists."""
    submission = get_object_or_404(submissions, public_id=public_id)
    if not user.has_perm(permission, submission):
        raise Http404
    return submission


def reviewable(user: User) -> QuerySet[Submission]:
    """The submissions that `user` may review; guests' are looked at by nobody."""
    submissions = Submission.objects.filter(learner__guest=None)
    if user.is_superuser:
        return submissions
    if not user.has_perm("grading.review_submission"):
        return submissions.none()
    courses = Enrolment.objects.filter(user=user, role__in=STAFF_ROLES).values("course")
    return submissions.filter(lab__module__course__in=courses)
