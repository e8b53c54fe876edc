"""What guests send, and how it becomes an account's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from grading.faults import LearnerFault
from grading.models import State, Submission
from grading.validation import Invalid
from grading.workbench import drafts
from labs.guestlimits import one_more
from labs.guests import FORMER_KEY, SESSION_KEY, TRIED_KEY
from labs.models import Course, Enrolment, Guest

MAX_WAITING = 10  # submissions of all guests together


def let_build(request: HttpRequest) -> None:
    """Count a guest's submission; Invalid when it is one too many. For anybody else nothing happens."""
    guest: Guest | None = getattr(request, "guest", None)
    if guest is None:
        return
    sent = Submission.objects.filter(learner=guest.user)
    if sent.filter(created_at__gt=timezone.now() - timedelta(hours=1)).count() >= settings.GUEST_BUILDS:
        too_often = LearnerFault(
            "Without an account you may build %(count)d times an hour. Sign up to go on: your work comes along.",
            count=settings.GUEST_BUILDS,
        )
        raise Invalid([too_often])
    waiting = Submission.objects.filter(learner__guest__isnull=False, state=State.QUEUED)
    if waiting.count() >= MAX_WAITING or not one_more(request, "built", settings.GUEST_BUILDS_PER_ADDRESS):
        busy = LearnerFault(
            "Many people are trying this just now. Please wait a few minutes, or sign up: your work comes along."
        )
        raise Invalid([busy])


def on_signed_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """The session's guest becomes the account that signs in or up."""
    guest = Guest.objects.filter(pk=request.session.pop(SESSION_KEY, None) or 0, account=None).first()
    if guest is not None:
        request.session[FORMER_KEY] = guest.pk
        for course in Course.objects.filter(pk__in=request.session.pop(TRIED_KEY, ()), published=True):
            Enrolment.objects.get_or_create(user=user, course=course)
        guest.account = user
        guest.save()
        move(guest)


def move(guest: Guest) -> None:
    """Give the account all that the guest has; the guest goes once nothing is left.

    A build that runs while the account has one running stays until one has ended: `move_the_rest`. Drafts do not wait:
    the account's next page asks for them.
    """
    assert guest.account is not None
    with transaction.atomic():
        drafts.move(guest.user, guest.account)
        for submission in Submission.objects.filter(learner=guest.user_id).order_by("created_at"):
            _move_submission(submission, guest.account)
        if not Submission.objects.filter(learner=guest.user_id).exists():
            _move_other_rows(guest.user, guest.account)
            guest.user.delete()


def move_the_rest() -> None:
    for guest in Guest.objects.filter(account__isnull=False).select_related("user", "account"):
        move(guest)


def _move_submission(submission: Submission, account: User) -> None:
    theirs = Submission.objects.filter(learner=account, lab=submission.lab_id)
    number = (theirs.aggregate(Max("number"))["number__max"] or 0) + 1
    _move_rows(Submission.objects.filter(pk=submission.pk), learner=account, number=number)


def _move_other_rows(former: User, account: User) -> None:
    """Whatever else hangs on the guest (sections read), but where the account has its own."""
    for relation in User._meta.related_objects:
        model: Any = relation.related_model
        if model is Guest:
            continue
        field = relation.field.name
        for row in model._base_manager.filter(**{field: former}):
            _move_rows(model._base_manager.filter(pk=row.pk), **{field: account})


def _move_rows(rows: QuerySet[Any], **values: Any) -> None:
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:  # the account has one that is unique
        pass
