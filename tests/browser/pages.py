"""Every page and state that people see, as a list that the tests of accessibility, width and weight go through.

A new page is one line in `PAGES`, and what it shows is made in `World`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.conftest import open_editor
from tests.client import PASSWORD, Client
from tests.stack import Stack

LABS = settings.BASE_DIR / "content" / "docker-fr" / "04-images" / "labs"
LAB = LABS / "premier-dockerfile"
STRANGER, GUEST, STUDENT, GRADER, INSTRUCTOR = "", "guest", "student", "grader", "instructor"

# Rows rather than builds, for states that last: a heartbeat and a retry that lie in the future keep them as they are.
ROWS = f"""
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from grading.models import Comment, Submission
from labs.models import Course, Enrolment, Lab
from labs.roles import grant
later = timezone.now() + timedelta(days=1)
for name, role in (("{GRADER}", "grader"), ("{INSTRUCTOR}", "instructor")):
    user = User.objects.create_user(name, name + "@example.com", {PASSWORD!r})
    grant(user, Enrolment.Role(role))
    Enrolment.objects.create(user=user, course=Course.objects.get(slug="docker-fr"), role=role)
learner = User.objects.get(username="{STUDENT}")
def row(slug, **values):
    files = {{"Dockerfile": "FROM python:3.11-slim\\n" + "# " + "long" * 200 + "\\n"}}
    lab = Lab.objects.get(slug=slug)
    return Submission.objects.create(lab=lab, learner=learner, number=1, files=files, commands=lab.commands, **values)
running = row("ordre-et-cache", state="running", stage="build", started_at=timezone.now(), heartbeat_at=later)
queued = row("golf", state="queued", not_before=later)
limit = row("tags-et-versions", state="limit", fault="learner", max_score=100, score=0, final_score=0,
            finished_at=timezone.now(), log="word " * 4000,
            error={{"id": "A limit was reached.", "params": {{}}}})
Comment.objects.create(submission=limit, author=User.objects.get(username="{GRADER}"), text="Bien vu.\\n" + "x" * 300)
print(running.public_id, queued.public_id, limit.public_id)
"""


@dataclass(frozen=True)
class World:
    """The ids of submissions by the state that they are in; one of them was really built."""

    graded: str
    running: str
    queued: str
    limit: str


def make_world(stack: Stack) -> World:
    """The build comes first: while one of a learner's runs, no other begins."""
    student = Client(stack, STUDENT)
    files = {"Dockerfile": (LAB / "solution" / "Dockerfile").read_text()}
    links = student.send(LAB.name, files, (LAB / "solution" / "commands.txt").read_text())
    state = student.wait(links, lambda state: state["final"], seconds=120)
    assert state["state"] == "graded", state
    return World(links["id"], *stack.shell(ROWS).split()[-3:])


def enter(page: Page, who: str) -> None:
    """Sign in; a guest begins to try the demo lab."""
    if who == GUEST:
        page.goto("/")
        page.locator("form[action$='/docker-fr/try'] button").click()
        page.wait_for_url("**/labs/**")
    elif who != STRANGER:
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(who)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "login" not in url)


def nothing(page: Page) -> None:
    """The page as it comes."""


def graded_in_the_lab(page: Page) -> None:
    page.locator("[role=tab][aria-controls=pane-build]").click()
    expect(page.locator(".result")).to_be_visible()


def attempts(page: Page) -> None:
    page.locator("[role=tab][aria-controls=pane-attempts]").click()


def open_menu(page: Page) -> None:
    page.locator(".site-header .menu summary").click()


def wrong_password(page: Page) -> None:
    page.locator("[name=login]").fill("nobody")
    page.locator("[name=password]").fill("wrong")
    page.locator("[name=password]").press("Enter")
    expect(page.locator(".form-errors")).to_be_visible()


@dataclass(frozen=True)
class Shown:
    """A page as `who` sees it, once `prepare` was done in it. `path` may name a submission of `World`."""

    name: str
    path: str
    who: str = STRANGER
    prepare: Callable[[Page], None] = nothing
    has_editor: bool = False


PAGES = (
    Shown("landing", "/"),
    Shown("sign up", "/accounts/signup/"),
    Shown("sign in", "/accounts/login/"),
    Shown("sign in refused", "/accounts/login/", prepare=wrong_password),
    Shown("password forgotten", "/accounts/password/reset/"),
    Shown("password mail sent", "/accounts/password/reset/done/"),
    Shown("style guide", "/styleguide/"),
    Shown("page not found", "/no-such-page/"),
    Shown("lab without an account", "/labs/premier-dockerfile/", GUEST, has_editor=True),
    Shown("home", "/", STUDENT),
    Shown("account menu", "/", STUDENT, open_menu),
    Shown("course", "/courses/docker-fr/", STUDENT),
    Shown("module", "/courses/docker-fr/04-images/", STUDENT),
    Shown("lab before", "/labs/image-plus-legere/", STUDENT, has_editor=True),
    Shown("lab editor", "/labs/image-plus-legere/", STUDENT, open_editor, has_editor=True),
    Shown("lab queued", "/labs/golf/", STUDENT, has_editor=True),
    Shown("lab building", "/labs/ordre-et-cache/", STUDENT, has_editor=True),
    Shown("lab graded", "/labs/premier-dockerfile/", STUDENT, graded_in_the_lab, has_editor=True),
    Shown("lab attempts", "/labs/premier-dockerfile/", STUDENT, attempts, has_editor=True),
    Shown("attempt graded", "/submissions/{graded}/", STUDENT),
    Shown("attempt building", "/submissions/{running}/", STUDENT),
    Shown("attempt queued", "/submissions/{queued}/", STUDENT),
    Shown("attempt at its limit", "/submissions/{limit}/", STUDENT),
    Shown("account", "/accounts/", STUDENT),
    Shown("delete account", "/accounts/delete/", STUDENT),
    Shown("email addresses", "/accounts/email/", STUDENT),
    Shown("change password", "/accounts/password/change/", STUDENT),
    Shown("sign out", "/accounts/logout/", STUDENT),
    Shown("not allowed", "/review/", STUDENT),
    Shown("review list", "/review/", GRADER),
    Shown("review", "/review/{graded}/", GRADER),
    Shown("review with a comment", "/review/{limit}/", INSTRUCTOR),
)
