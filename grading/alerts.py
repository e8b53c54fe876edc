"""Mail to those who can mend it, when a grade cannot be made or lacks a check: of each lab at most once an hour."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db.models import Q
from django.utils import timezone

from grading.faults import LabFault
from grading.models import Alert, Submission, Whose
from grading.verdict import Verdict
from labs.models import Enrolment, Lab

PAUSE = timedelta(hours=1)


def tell(submission: Submission, verdict: Verdict) -> None:
    """Tell the instructors what is wrong with their lab; and them and the operators which checks failed on our side."""
    lab = submission.lab
    teaching = Enrolment.objects.filter(course=lab.module.course_id, role=Enrolment.Role.INSTRUCTOR)
    instructors = Q(pk__in=teaching.values("user"))
    ours = sorted({outcome.kind for outcome in verdict.outcomes if outcome.ours})
    if verdict.fault == LabFault.whose and _is_time(lab, Whose.LAB):
        _send(lab, str(verdict.error), instructors)
    elif ours and _is_time(lab, Whose.PLATFORM):
        failed = f"these checks failed on the platform's side and did not count: {', '.join(ours)}"
        _send(lab, f"{failed} ({submission})", instructors | Q(is_superuser=True))


def _is_time(lab: Lab, whose: Whose) -> bool:
    """Whether none went out in the last hour; then it is noted that one does. One of several workers is told so."""
    now = timezone.now()
    alert, first = Alert.objects.get_or_create(lab=lab, whose=whose, defaults={"sent_at": now})
    return first or bool(Alert.objects.filter(pk=alert.pk, sent_at__lte=now - PAUSE).update(sent_at=now))


def _send(lab: Lab, text: str, who: Q) -> None:
    """One mail each: they need not know of one another."""
    people = User.objects.filter(who, is_active=True).exclude(email="")
    for address in people.values_list("email", flat=True):
        send_mail(
            f"[{lab.module.course}] {lab.slug}",
            f"{lab.title} ({lab.slug}): {text}",
            None,
            [address],
            fail_silently=True,
        )
