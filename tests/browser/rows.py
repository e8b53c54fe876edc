"""What `pages` shows that no visit makes: rows, written from within a stack's own Django.

Rows rather than builds, for states that last: a heartbeat and a retry that lie in the future keep them as they are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import User
from django.utils import timezone

from grading.messages import Message
from grading.models import Certificate, Comment, Submission
from labs.models import Course, Enrolment, Lab, Module, SectionRead
from labs.roles import grant
from tests.browser.people import GRADER, INSTRUCTOR, NEWCOMER, RIVALS, STUDENT, WAITING, WRITER
from tests.client import PASSWORD
from tests.grading.checks.work import MB, an_image

LONG_LINE = {"Dockerfile": "FROM python:3.11-slim\n# " + "long" * 200 + "\n"}
Row = dict[str, Any]
WORDS = "# Petit\n\n## Seul\n\nUn texte court.\n"


def make() -> dict[str, str]:
    """The ids of what was made, by the names that paths of `pages` call them by."""
    course = Course.objects.get(slug="docker-fr")
    for name in (STUDENT, WAITING, WRITER, NEWCOMER, *RIVALS):
        person(name, course if name != NEWCOMER else None, Enrolment.Role.LEARNER)
    for name, role in ((GRADER, Enrolment.Role.GRADER), (INSTRUCTOR, Enrolment.Role.INSTRUCTOR)):
        grant(person(name, course, role), role)
    student = User.objects.get(username=STUDENT)
    Lab.objects.filter(slug="publier-une-version").update(closes_at=timezone.now())
    return submissions() | letters(student) | {"certificate": certificates(student, course)}


def person(name: str, course: Course | None, role: Enrolment.Role) -> User:
    user = User.objects.create_user(name, f"{name}@example.com", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    if course:
        Enrolment.objects.create(user=user, course=course, role=role)
    return user


def submissions() -> dict[str, str]:
    later, now = timezone.now() + timedelta(days=1), timezone.now()
    ended: Row = {"finished_at": now, "max_score": 100, "counted": False}
    stopped: Row = {"max_score": 100, "score": 0, "final_score": 0, "finished_at": now, "fault": "learner"}
    limit = row(
        "tags-et-versions",
        state="limit",
        error=Message("A limit was reached.").as_json(),
        log="word " * 4000,
        **stopped,
    )
    grader = User.objects.get(username=GRADER)
    Comment.objects.create(submission=limit, author=grader, text="Bien vu.\n" + "x" * 300)
    wrong = Message("No image was built.").as_json()
    passed: Row = {"state": "graded", "score": 100, "final_score": 100, "max_score": 100, "finished_at": now}
    for number, name in enumerate((STUDENT, *RIVALS)):
        row("golf", name, image_size=MB * (20 + number % 4), **passed)
    made = {
        "limit": limit,
        "running": row(
            "ordre-et-cache", WAITING, state="running", stage="build", started_at=now, heartbeat_at=later
        ),
        "queued": row("golf", WAITING, state="queued", not_before=later),
        "refused": row("ordre-et-cache", state="refused", fault="learner", error=wrong, **ended),
        "cancelled": row("nettoyer-dans-la-meme-couche", state="cancelled", **ended),
        "ours": row("contexte-et-secrets", state="failed", fault="platform", error=wrong, **ended),
        "lab_s": row("chaque-instruction-a-sa-place", state="failed", fault="lab", error=wrong, **ended),
        "no_files": row("tourner-en-service", image=an_image([(MB, 2)]).as_json(), image_size=MB, **passed),
    }
    return {name: str(one.public_id) for name, one in made.items()}


def row(slug: str, learner: str = STUDENT, **values: Any) -> Submission:
    lab = Lab.objects.get(slug=slug)
    user = User.objects.get(username=learner)
    values = {"number": 1, "files": LONG_LINE, "commands": lab.commands} | values
    return Submission.objects.create(lab=lab, learner=user, **values)


def letters(user: User) -> dict[str, str]:
    """What links in mails hold."""
    address = EmailAddress.objects.get(user=user)
    return {
        "confirmation": EmailConfirmationHMAC(address).key,
        "reset": f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}",
    }


def certificates(user: User, course: Course) -> str:
    """One that is issued, of `course`; and a small course that is completed, whose page asks for the name."""
    small = Course.objects.create(slug="petit-cours", title="Petit cours")
    module = Module.objects.create(course=small, slug="seul", title="Seul", source=WORDS)
    Enrolment.objects.create(user=user, course=small)
    for section in module.sections.all():
        SectionRead.objects.create(user=user, section=section)
    return Certificate.objects.create(user=user, course=course, name="Ada Lovelace").public_id
