"""A mail server that falls silent: no grade waits for it, and each mail goes out once, whoever is killed."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import pytest

from tests.client import Client
from tests.smtp import TEXT, MailServer
from tests.stack import Stack

pytestmark = pytest.mark.engine

LAB = "premier-dockerfile"
FILES = {"Dockerfile": "FROM python:3.11-slim\nCOPY phrase.py phrases.txt /app/\n"}
COMMANDS = "docker build -t phrase:1.0.0 ."
REVIEW = """
from django.contrib.auth.models import User
from grading import review
from grading.models import Submission
grader, _ = User.objects.get_or_create(username="grader")
User.objects.filter(username="written-to").update(email="written-to@example.com")
review.comment(Submission.objects.filter(learner__username="written-to").last(), grader, "Look at line 3.")
"""
SEND_NOW = """
from django.utils import timezone
from grading.models import Notice
from grading.tasks import send_mail
Notice.objects.update(due_at=timezone.now())
send_mail.delay()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture(scope="module")
def stack(server: MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(tmp_path_factory.mktemp("stack"), EMAIL_URL=server.url, EMAIL_TIMEOUT="60") as running:
        yield running


@pytest.fixture(scope="module")
def client(stack: Stack) -> Client:
    learner = Client(stack, "written-to")
    assert learner.submit(LAB, FILES, COMMANDS)[1]["state"] == "graded"
    return learner


def send_until_it_hangs(stack: Stack, server: MailServer, at: str) -> None:
    server.hangs_at = at
    server.it_hangs.clear()
    server.letters.clear()
    stack.shell(REVIEW + SEND_NOW)
    assert server.it_hangs.wait(30), stack.log("mail")


def letters_after_a_kill(stack: Stack, server: MailServer) -> int:
    """How many went out in all, when the process for mail is killed while the server hangs, and comes back."""
    stack.stop("mail", signal.SIGKILL)
    server.hangs_at = ""
    stack.start("mail")
    stack.shell(SEND_NOW)
    until = time.monotonic() + 30
    while not server.letters or left(stack):
        assert time.monotonic() < until, stack.log("mail")
        time.sleep(0.2)
    return len(server.letters)


def left(stack: Stack) -> bool:
    return stack.shell("from grading.models import Notice\nprint(Notice.objects.count())") != "0"


def test_a_submission_is_graded_while_the_mail_server_hangs(
    stack: Stack, server: MailServer, client: Client
) -> None:
    send_until_it_hangs(stack, server, "MAIL")
    _, state = client.submit(LAB, FILES, COMMANDS)
    assert state["state"] == "graded"
    assert left(stack)
    assert letters_after_a_kill(stack, server) == 1


@pytest.mark.parametrize("at", [TEXT, "QUIT"])
def test_a_process_killed_before_or_after_the_server_had_the_mail_sends_it_once(
    stack: Stack, server: MailServer, client: Client, at: str
) -> None:
    send_until_it_hangs(stack, server, at)
    assert letters_after_a_kill(stack, server) == 1
