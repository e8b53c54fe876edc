"""Mail to those who can mend it, when a grade cannot be made or lacks a check: of each lab at most once an hour."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from grading.faults import LabFault
from grading.mailing import AGAIN, GIVE_UP, deliver
from grading.models import Alert, Submission, Whose
from grading.verdict import Verdict
from labs.models import Enrolment, Lab

logger = logging.getLogger(__name__)

PAUSE = timedelta(hours=1)


def note(submission: Submission, verdict: Verdict) -> None:
    """What is wrong with a lab, for its instructors; which checks failed on our side, for them and the operators."""
    lab = submission.lab
    ours = sorted({outcome.kind for outcome in verdict.outcomes if outcome.ours})
    if verdict.fault == LabFault.whose:
        _note(lab, Whose.LAB, str(verdict.error))
    elif ours:
        failed = f"these checks failed on the platform's side and did not count: {', '.join(ours)}"
        _note(lab, Whose.PLATFORM, f"{failed} ({submission})")


def _note(lab: Lab, whose: Whose, text: str) -> None:
    """Unless something was told in the last hour. Of several workers one notes it."""
    now = timezone.now()
    told = {"text": text, "told_at": now, "due_at": now}
    alert, first = Alert.objects.get_or_create(lab=lab, whose=whose, defaults=told)
    if not first:
        Alert.objects.filter(pk=alert.pk, told_at__lte=now - PAUSE).update(**told)


def send_due() -> None:
    """Write what was noted; what a failing mail server did not take is tried again, for two days."""
    now = timezone.now()
    for alert in Alert.objects.filter(due_at__lte=now).select_related("lab__module__course"):
        this = Alert.objects.filter(pk=alert.pk, told_at=alert.told_at)
        # By a conditional update: of several processes one sends.
        if not this.filter(due_at__lte=now).update(due_at=now + AGAIN):
            continue
        try:
            _send(alert)
        except OSError as error:  # also what smtplib raises; the others wait for the next round
            logger.warning("A mail about %s could not be sent, and is tried again: %r", alert.lab.slug, error)
            this.filter(told_at__lte=now - GIVE_UP).update(due_at=None)
            break


def _send(alert: Alert) -> None:
    """One mail: that is sent or is not. They need not know of one another."""
    lab, course = alert.lab, alert.lab.module.course
    teaching = Enrolment.objects.filter(course=course, role=Enrolment.Role.INSTRUCTOR)
    who = Q(pk__in=teaching.values("user"))
    if alert.whose == Whose.PLATFORM:
        who |= Q(is_superuser=True)
    people = User.objects.filter(who, is_active=True).exclude(email="")
    letter = EmailMessage(
        " ".join(f"[{course}] {lab.slug}".split()),
        f"{lab.title} ({lab.slug}): {alert.text}",
        bcc=list(people.values_list("email", flat=True)),
    )
    told = Alert.objects.filter(pk=alert.pk, told_at=alert.told_at)
    deliver(letter, alert.told_at, lambda: told.update(due_at=None))
