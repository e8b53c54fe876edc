"""A learner's browser, as far as tests and benchmarks without pages need one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.stack import Stack

PASSWORD = "a password for one test"


@dataclass
class Visitor:
    """Somebody at a site; `submit` posts files and follows the event stream to the verdict."""

    url: str
    name: str
    session: requests.Session = field(default_factory=requests.Session)

    def sign_up(self, course: str) -> None:
        """Make an account over HTTP, and join a course."""
        password = {"email": f"{self.name}@example.com", "password1": PASSWORD}
        self.post("/accounts/signup/", {"username": self.name} | password)
        self.post(f"/courses/{course}/join", {})

    def sign_in(self, password: str = PASSWORD) -> None:
        self.post("/accounts/login/", {"login": self.name, "password": password})

    def post(self, path: str, form: dict[str, str]) -> None:
        """Send a form that is answered by going elsewhere."""
        url = self.url + path
        if "csrftoken" not in self.session.cookies:
            self.session.get(url, timeout=10)
        form = form | {"csrfmiddlewaretoken": self.session.cookies["csrftoken"]}
        answer = self.session.post(url, form, headers={"Referer": url}, timeout=10, allow_redirects=False)
        assert answer.status_code == 302, answer.text

    def send(self, lab: str, files: dict[str, str], commands: str) -> dict[str, Any]:
        """Submit, and return the links to follow it by."""
        form = {f"file:{name}": text for name, text in files.items()} | {"commands": commands}
        form["csrfmiddlewaretoken"] = self.session.cookies["csrftoken"]
        headers = {"Accept": "application/json", "Referer": self.url}
        url = f"{self.url}/labs/{lab}/submissions"
        answer = self.session.post(url, form, headers=headers, timeout=10)
        assert answer.status_code == 201, answer.text
        links: dict[str, Any] = answer.json()
        return links

    def state(self, links: dict[str, Any]) -> dict[str, Any]:
        state: dict[str, Any] = self.session.get(self.url + links["state_url"], timeout=10).json()
        return state

    def wait(
        self, links: dict[str, Any], until: Callable[[dict[str, Any]], object], seconds: float = 60
    ) -> dict[str, Any]:
        """Ask for the state until it is as wanted."""
        end = time.monotonic() + seconds
        while not until(state := self.state(links)):
            assert time.monotonic() < end, state
            time.sleep(0.1)
        return state

    def watch(self, links: dict[str, Any], **headers: str) -> requests.Response:
        """An open event stream, to be closed."""
        url = self.url + links["events"]
        stream = self.session.get(url, headers=headers, stream=True, timeout=120)
        assert stream.status_code == 200, stream.text
        return stream

    def submit(self, lab: str, files: dict[str, str], commands: str) -> tuple[float, dict[str, Any]]:
        """Send, follow the event stream to its end; seconds from sending to the final event, and the final state."""
        began = time.monotonic()
        links = self.send(lab, files, commands)
        with self.watch(links) as stream:
            next(event for event in events_of(stream) if event["type"] == "done")
        return time.monotonic() - began, self.state(links)


def events_of(stream: requests.Response) -> Iterator[dict[str, Any]]:
    for line in stream.iter_lines(chunk_size=1):
        if line.startswith(b"data:"):
            yield json.loads(line.removeprefix(b"data:"))


class Client(Visitor):
    """A learner of a stack's course, signed in."""

    def __init__(self, stack: Stack, name: str) -> None:
        super().__init__(stack.url, name)
        self.stack = stack
        stack.shell(
            "from django.contrib.auth.models import User\n"
            "from labs.models import Course, Enrolment\n"
            f"u = User.objects.create_user({name!r}, password={PASSWORD!r})\n"
            "Enrolment.objects.get_or_create(user=u, course=Course.objects.get(slug='docker-fr'))\n"
        )
        self.sign_in()
