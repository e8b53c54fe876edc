"""All that is kept of one person, as a zip of JSON and of the files they sent."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterator
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.serializers import serialize
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone

from grading.models import Adjustment, Comment, ImageTree, OutcomeRecord, Submission
from grading.progress import courses_progress
from labs import preferences
from labs.models import Course, Enrolment, SectionRead

IN_MEMORY = 1 << 20  # bytes; what is larger goes to a temporary file
SAID_IN_WORDS = {Submission, Enrolment, SectionRead, EmailAddress, Comment, Adjustment}
# Of a submission: what is said in words or lies beside as a file, the queue's own bookkeeping, and the list of its
# image's files, which may be 50,000 long and comes out again when it is built.
SUBMISSION_IN_WORDS = {OutcomeRecord, Comment}
LEFT_OUT_OF_SUBMISSIONS = {ImageTree}
IN_FILES = {"files", "commands", "log"}
BOOKKEEPING = {"id", "learner", "stage", "claim", "heartbeat_at", "tries", "not_before"}


def archive(user: User) -> IO[bytes]:
    """The zip, open at its beginning; it is gone when it is closed."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the caller closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        parts = {
            "profile": profile(user),
            "courses": courses(user),
            "written": written(user),
            "other": other(user),
        }
        for name, part in parts.items():
            zipped.writestr(f"{name}.json", _json(part))
        for submission in _submissions(user):
            folder = f"submissions/{submission.lab.slug}/{submission.number}"
            zipped.writestr(f"{folder}/submission.json", _json(_submission(submission)))
            zipped.writestr(f"{folder}/commands.txt", submission.commands)
            zipped.writestr(f"{folder}/log.txt", submission.log)
            for name, text in submission.files.items():
                zipped.writestr(f"{folder}/files/{name}", text)
    file.seek(0)
    return file


def _json(part: Any) -> str:
    return json.dumps(part, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def profile(user: User) -> dict[str, Any]:
    chosen = preferences.of(user)
    addresses = EmailAddress.objects.filter(user=user).values("email", "verified", "primary")
    return {
        "exported_at": timezone.now(),
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "email_addresses": list(addresses),
        "groups": [group.name for group in user.groups.all()],
        "permissions": [permission.codename for permission in user.user_permissions.all()],
        "joined_at": user.date_joined,
        "last_sign_in": user.last_login,
        "is_active": user.is_active,
        "is_staff": user.is_staff,
        "is_superuser": user.is_superuser,
        "language": chosen.language,
        "time_zone": chosen.time_zone,
    }


def courses(user: User) -> list[dict[str, Any]]:
    """What they take part in, how far they are, and what they read when."""
    enrolments = {one.course_id: one for one in Enrolment.objects.filter(user=user)}
    reads = SectionRead.objects.filter(user=user).select_related("section__module").order_by("read_at")
    return [
        {
            "course": progress.course.slug,
            "role": enrolments[progress.course.pk].role,
            "joined_at": enrolments[progress.course.pk].joined_at,
            "percent": progress.percent,
            "sections_read": [
                {"module": read.section.module.slug, "section": read.section.title, "read_at": read.read_at}
                for read in reads
                if read.section.module.course_id == progress.course.pk
            ],
        }
        for progress in courses_progress(Course.objects.filter(pk__in=enrolments), user)
    ]


def written(user: User) -> dict[str, Any]:
    """What they said of others' work as a grader."""
    return {
        "comments": list(Comment.objects.filter(author=user).values("text", "created_at")),
        "adjustments": list(Adjustment.objects.filter(author=user).values("points", "reason", "created_at")),
    }


def other(row: Model, left_out: Collection[type[Model]] = SAID_IN_WORDS) -> list[dict[str, Any]]:
    """Every other row that hangs on this one, as the database has it."""
    rows: list[dict[str, Any]] = []
    for relation in row._meta.related_objects:
        model: Any = relation.related_model
        if model not in left_out:
            rows += json.loads(serialize("json", model._base_manager.filter(**{relation.field.name: row})))
    return rows


def _submissions(user: User) -> Iterator[Submission]:
    found = Submission.objects.filter(learner=user).select_related("lab").order_by("created_at")
    return found.prefetch_related("outcomes__adjustments", "comments__author").iterator(chunk_size=20)


def _submission(submission: Submission) -> dict[str, Any]:
    fields = [one for one in submission._meta.concrete_fields if one.name not in IN_FILES | BOOKKEEPING]
    return {one.name: one.value_from_object(submission) for one in fields} | {
        "lab": submission.lab.slug,
        "error": str(submission.error_message or "") or None,
        "other": other(submission, SUBMISSION_IN_WORDS | LEFT_OUT_OF_SUBMISSIONS),
        "checks": [
            {
                "kind": outcome.kind,
                "title": outcome.title,
                "points": outcome.points,
                "final_points": outcome.final_points,
                "max_points": outcome.max_points,
                "message": str(outcome.message),
                "hint": outcome.hint,
                "adjustments": [
                    {"points": one.points, "reason": one.reason, "created_at": one.created_at}
                    for one in outcome.adjustments.all()
                ],
            }
            for outcome in submission.outcomes.all()
        ],
        "comments": [
            {"author": one.author.username, "text": one.text, "created_at": one.created_at}
            for one in submission.comments.all()
        ],
    }
