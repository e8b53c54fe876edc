"""Who may read a course and take part in it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import F, FilteredRelation, Q, QuerySet

from labs.guests import may_try
from labs.models import Course, Enrolment, Lab, Module

STAFF_ROLES = (Enrolment.Role.GRADER, Enrolment.Role.INSTRUCTOR)


def can_take_part(user: User | AnonymousUser, course: Course) -> bool:
    """Whoever is enrolled, in a published course; its staff and superusers also before it is published."""
    role = Enrolment.objects.filter(Q(user_id=user.pk), course=course).values_list("role", flat=True).first()
    return role_takes_part(user, course, role)


def can_work_on(user: User | AnonymousUser, lab: Lab) -> bool:
    """Whoever takes part in its course; guests only where it is the course's demo."""
    return can_take_part(user, lab.module.course) or may_try(user, lab)


def role_takes_part(user: User | AnonymousUser, course: Course, role: str | None) -> bool:
    """`can_take_part` for whoever knows the user's role in the course already (see `role_of`)."""
    if not user.is_active:
        return False
    if getattr(user, "is_superuser", False):
        return True
    return role is not None and (course.published or role != Enrolment.Role.LEARNER)


def role_of(user: User | AnonymousUser, enrolments: str) -> dict[str, Any]:
    """To annotate a queryset with the user's `role` in the course that has its `enrolments` there: one query less.

    A join, as a subquery takes Django longer to put together than the database to answer.
    """
    own = FilteredRelation(enrolments, condition=Q(**{f"{enrolments}__user": user.pk or 0}))
    return {"own": own, "role": F("own__role")}


def known_role(annotated: Course | Module | Lab) -> str | None:
    """The role that `role_of` added, None for somebody who has not joined."""
    role: str | None = vars(annotated)["role"]
    return role


def modules_with_role(user: User | AnonymousUser) -> QuerySet[Module]:
    """All modules with their course, each with the user's `role` in it."""
    return Module.objects.select_related("course").annotate(**role_of(user, "course__enrolments"))


def visible_courses(user: User | AnonymousUser) -> QuerySet[Course]:
    """The courses whose front page `user` may see, each with the user's `role` in it (None: has not joined)."""
    courses = Course.objects.annotate(**role_of(user, "enrolments"))
    if getattr(user, "is_superuser", False):
        return courses
    return courses.filter(Q(published=True) | Q(role__in=STAFF_ROLES))


def own_courses(user: User | AnonymousUser) -> QuerySet[Course]:
    """The courses that `user` takes part in; all of them for superusers."""
    courses = visible_courses(user)
    if getattr(user, "is_superuser", False):
        return courses
    return courses.filter(Q(role__isnull=False)) if user.pk else courses.none()


def labs_with_role(user: User | AnonymousUser) -> QuerySet[Lab]:
    """All labs with their module and course, each with the user's `role` in it."""
    return Lab.objects.select_related("module__course").annotate(
        **role_of(user, "module__course__enrolments")
    )
