"""Mail to those who can mend it, when a grade cannot be made or lacks a check: of each lab at most once an hour."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from grading.faults import LabFault
from grading.models import OutcomeRecord, Submission
from grading.verdict import Verdict
from labs.models import Enrolment, Lab


def tell(submission: Submission, verdict: Verdict) -> None:
    """Tell the instructors what is wrong with their lab; and them and the operators which checks failed on our side."""
    lab = submission.lab
    ours = [outcome for outcome in verdict.outcomes if outcome.ours]
    if verdict.fault == LabFault.whose and not _told(submission, Q(fault=LabFault.whose)):
        _send(lab, str(verdict.error), Q(pk__in=_instructors(lab)))
    elif ours and not _told(submission, Exists(_failed_checks())):
        kinds = ", ".join(sorted({outcome.kind for outcome in ours}))
        text = f"these checks failed on the platform's side and did not count: {kinds} (attempt {submission})"
        _send(lab, text, Q(pk__in=_instructors(lab)) | Q(is_superuser=True))


def _told(submission: Submission, same: Q | Exists) -> bool:
    """Whether another submission of the lab met the same in this hour of the clock."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    others = Submission.objects.filter(same, lab=submission.lab_id, finished_at__gte=hour)
    return others.exclude(pk=submission.pk).exists()


def _failed_checks() -> object:
    return OutcomeRecord.objects.filter(submission=OuterRef("pk"), ours=True)


def _instructors(lab: Lab) -> object:
    return Enrolment.objects.filter(course=lab.module.course_id, role=Enrolment.Role.INSTRUCTOR).values("user")


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
