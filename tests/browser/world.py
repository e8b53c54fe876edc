"""A stack in which everything that `pages` lists can be seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from playwright.sync_api import BrowserContext

from tests.browser.people import GRADER, GUEST, INSTRUCTOR, NEWCOMER, STUDENT, WAITING, WRITER
from tests.client import Visitor
from tests.stack import Stack

LABS = settings.BASE_DIR / "content" / "docker-fr" / "04-images" / "labs"
LAB = LABS / "premier-dockerfile"
WASTEFUL = """\
FROM python:3.11-slim
COPY phrase.py phrases.txt /app/
RUN dd if=/dev/zero of=/app/big.bin bs=1M count=5
RUN rm /app/big.bin
"""
MAKE = "import json\nfrom tests.browser.rows import make\nprint(json.dumps(make()))"


@dataclass(frozen=True)
class World:
    """`ids` are those that paths name; `people` are signed in, over HTTP because that is quicker than by a page."""

    stack: Stack
    ids: Mapping[str, str]
    people: Mapping[str, Visitor]

    def enter(self, context: BrowserContext, who: str) -> None:
        if who:
            context.add_cookies(
                [
                    {"name": one.name, "value": one.value or "", "url": self.stack.url}
                    for one in self.people[who].session.cookies
                ]
            )


def make_world(stack: Stack) -> World:
    ids: dict[str, str] = json.loads(stack.shell(MAKE))
    people = {
        name: Visitor(stack.url, name) for name in (STUDENT, WAITING, WRITER, NEWCOMER, GRADER, INSTRUCTOR)
    }
    for one in people.values():
        one.sign_in()
    guest = people[GUEST] = Visitor(stack.url, GUEST)
    guest.session.get(f"{stack.url}/accounts/login/", timeout=10)
    guest.post("/courses/docker-fr/try", {})
    student = people[STUDENT]
    ids["former"] = built(student, LAB.name, WASTEFUL)
    ids["graded"] = built(student, LAB.name, (LAB / "solution" / "Dockerfile").read_text())
    ids["broken"] = built(student, "choisir-sa-base", "FROM python:3.11-slim\nRUN cat /no-such-file\n")
    return World(stack, ids, people)


def built(student: Visitor, lab: str, dockerfile: str) -> str:
    links = student.send(lab, {"Dockerfile": dockerfile}, "docker build -t phrase:1.0.0 .")
    state = student.wait(links, lambda state: state["final"], seconds=120)
    assert state["state"] == "graded", state
    return str(links["id"])
