"""Certificates: who may have one, and their PDF."""

from __future__ import annotations

import unicodedata

from django.contrib.auth.models import User

from grading.certificate.typeface import JOINERS
from grading.models import Certificate
from grading.models.certificate import LONGEST_NAME
from grading.progress import course_progress
from labs.models import Course


class NotCompleteError(Exception):
    """There are modules of the course to complete."""


def of(user: User, course: Course) -> Certificate | None:
    return Certificate.objects.filter(user=user, course=course).first()


def issue(user: User, course: Course, name: str) -> Certificate:
    """The learner's certificate under `name`, for the first time or again; NotCompleteError.

    A certificate that was given stays, whatever the course asks since.
    """
    if of(user, course) is None and not may_have_one(user, course):
        raise NotCompleteError
    certificate, _ = Certificate.objects.update_or_create(user=user, course=course, defaults={"name": name})
    return certificate


def may_have_one(user: User, course: Course) -> bool:
    progress = course_progress(course, user)
    return progress.complete and any(module.steps_total for module in progress.modules)


def readable_name(written: str) -> str:
    """A name on one line, without what cannot be printed; empty when nothing is left."""
    composed = unicodedata.normalize("NFC", written)
    printed = "".join(one if one.isprintable() or one in JOINERS else " " for one in composed)
    return " ".join(printed.split()).strip(f"{JOINERS} ")[:LONGEST_NAME]
