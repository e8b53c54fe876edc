"""Progress and attempts for pages of `labs`, which knows nothing of grading."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, OuterRef

from grading import lastdone, messages, progress
from grading.models import BULKY, Comment, Submission
from labs.models import Course, Lab

register = template.Library()


@register.simple_tag
def course_progress(course: Course, user: User | AnonymousUser) -> progress.CourseProgress:
    return progress.course_progress(course, user)


@register.simple_tag
def courses_progress(courses: Iterable[Course], user: User | AnonymousUser) -> list[progress.CourseProgress]:
    return progress.courses_progress(courses, user)


@register.simple_tag
def last_done(user: User | AnonymousUser, course: Course | None = None) -> lastdone.Place | None:
    return lastdone.last_done(user, course)


@register.simple_tag
def attempts(lab: Lab, user: User | AnonymousUser) -> list[Submission]:
    """The user's submissions for a lab, newest first, without their files and logs; `is_commented` by a grader."""
    mine = Submission.objects.filter(lab=lab, learner_id=user.pk).order_by("-number")
    said = Exists(Comment.objects.filter(submission=OuterRef("pk")))
    return list(mine.select_related("lab").defer(*BULKY).annotate(is_commented=said))


@register.filter
def human_limit(size: int) -> str:
    return messages.human_limit(size)


@register.filter
def human_size(size: float) -> str:
    return messages.human_size(size)
