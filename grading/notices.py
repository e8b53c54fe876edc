"""Mail to learners: a grader said something of their work, or a grade of theirs was made again and is another one.

What is to be told is a row, written with what it tells of. It is sent when nothing more was done to the learner's work
for some minutes, so that a review is one mail, and by a process of its own, so that a mail server holds up nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from grading.mailing import AGAIN, GIVE_UP, deliver
from grading.models import BULKY, Notice, NoticeChoice, Submission

logger = logging.getLogger(__name__)

QUIET = timedelta(minutes=5)  # so long nothing more was done before a mail goes out
AT_ONCE = 50  # learners written to in one go of the timer


def note(submission: Submission, author_id: int | None, **what: bool) -> None:
    """`what` is one of `commented`, `adjusted`, `regraded`, by `author_id`: who does it to their own work knows."""
    if submission.learner_id != author_id:
        due = timezone.now() + QUIET
        Notice.objects.update_or_create(submission=submission, defaults={"due_at": due, **what})


def send_due() -> int:
    """Write to the learners for whom all was quiet for a while; how many mails went out."""
    last = Notice.objects.order_by().values("submission__learner").annotate(last=Max("due_at"))
    learners = last.filter(last__lte=timezone.now()).values_list("submission__learner", flat=True)
    sent = 0
    for learner in list(learners[:AT_ONCE]):
        try:
            sent += _send(learner)
        except OSError as error:  # also what smtplib raises; the others wait for the next round
            logger.warning("A mail about a grade could not be sent, and is tried again: %r", error)
            given_up = timezone.now() - GIVE_UP
            Notice.objects.filter(submission__learner=learner, created_at__lte=given_up).delete()
            break
    return sent


def _send(learner_id: int) -> bool:
    """One mail of all that `learner_id` is to be told; whether it went out. When it cannot, all stays for later."""
    due, later = timezone.now(), timezone.now() + AGAIN
    theirs = Notice.objects.filter(submission__learner=learner_id)
    # By one conditional update: of several timers one sends, and what is noted meanwhile has another time.
    if not theirs.filter(due_at__lte=due).update(due_at=later):
        return False
    taken = theirs.filter(due_at=later)
    learner = User.objects.select_related("notice_choice", "preferences").get(pk=learner_id)
    lab_columns = ("submission__lab__brief", *(f"submission__{name}" for name in BULKY))
    told = taken.select_related("submission__lab__module__course").defer(*lab_columns)
    notices = [one for one in told.order_by("submission") if _wanted(one, learner)]
    if notices:
        since = max(notice.created_at for notice in notices)
        deliver(_mail(learner, notices), since, taken.delete)
    else:
        taken.delete()
    return bool(notices)


def _wanted(notice: Notice, learner: User) -> bool:
    choice = getattr(learner, "notice_choice", None) or NoticeChoice()
    notice.commented = notice.commented and choice.reviews
    notice.adjusted = notice.adjusted and choice.reviews
    notice.regraded = notice.regraded and choice.regrades
    said = notice.commented or notice.adjusted or notice.regraded
    return said and bool(learner.email) and learner.is_active


def _mail(learner: User, notices: Sequence[Notice]) -> EmailMessage:
    newest = notices[-1].submission
    course = newest.lab.module.course
    chosen = learner.preferences.language if hasattr(learner, "preferences") else ""
    with translation.override(chosen or newest.language or course.language):
        if len(notices) == 1:
            subject = _("%(lab)s: news of your attempt %(number)d")
            subject = subject % {"lab": newest.lab.title, "number": newest.number}
        else:
            subject = _("News of %(count)d of your attempts") % {"count": len(notices)}
        context = {"learner": learner, "notices": notices, "site": settings.SITE_URL}
        text = render_to_string("grading/notice.txt", context)
    return EmailMessage(" ".join(f"[{course.title}] {subject}".split()), text, to=[learner.email])
