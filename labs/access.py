"""Who may read a course and take part in it."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User

from labs.models import Course, Enrolment


def can_take_part(user: User | AnonymousUser, course: Course) -> bool:
    """Whoever is enrolled, in a published course; its staff and superusers also before it is published."""
    if not user.is_active:
        return False
    if getattr(user, "is_superuser", False):
        return True
    role = Enrolment.objects.filter(user_id=user.pk, course=course).values_list("role", flat=True).first()
    return role is not None and (course.published or role != Enrolment.Role.LEARNER)
