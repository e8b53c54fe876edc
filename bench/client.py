"""A learner's browser, as far as a benchmark needs one."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field

import requests

from tests.stack import Stack

PASSWORD = "bench-mark-password"


@dataclass
class Client:
    """Signed in to a stack; `submit` posts files and follows the event stream to the verdict."""

    stack: Stack
    name: str
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.stack.shell(
            "from django.contrib.auth.models import User\n"
            "from labs.models import Course, Enrolment\n"
            f"u = User.objects.create_user({self.name!r}, password={PASSWORD!r})\n"
            "Enrolment.objects.get_or_create(user=u, course=Course.objects.get())\n"
        )
        url = f"{self.stack.url}/accounts/login/"
        self.session.get(url, timeout=10)
        form = {
            "login": self.name,
            "password": PASSWORD,
            "csrfmiddlewaretoken": self.session.cookies["csrftoken"],
        }
        answer = self.session.post(url, form, headers={"Referer": url}, timeout=10, allow_redirects=False)
        assert answer.status_code == 302, answer.text

    def submit(self, lab: str, files: dict[str, str], commands: str) -> tuple[float, dict[str, object]]:
        """Seconds from sending to the final event, and the final state's JSON."""
        began = time.monotonic()
        form = {f"file:{name}": text for name, text in files.items()} | {"commands": commands}
        form["csrfmiddlewaretoken"] = self.session.cookies["csrftoken"]
        answer = self.session.post(
            f"{self.stack.url}/labs/{lab}/submissions",
            form,
            headers={"Accept": "application/json", "Referer": self.stack.url},
            timeout=10,
        )
        assert answer.status_code == 201, answer.text
        links = answer.json()
        with self.session.get(self.stack.url + links["events"], stream=True, timeout=120) as events:
            for line in events.iter_lines(chunk_size=1):
                if line.startswith(b"data:") and json.loads(line[5:])["type"] == "done":
                    break
        seconds = time.monotonic() - began
        state = self.session.get(self.stack.url + links["state_url"], timeout=10).json()
        return seconds, state
