"""An image of 50,000 files, looked into: each page cold, as for an image that no web process has open."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import launch
from tests.client import PASSWORD
from tests.stack import Stack

ROUNDS = 3
PAGES = {
    "lines": "",
    "files": "files",
    "a folder's files": "files?at=app",
    "files of one layer": "files?layer=1",
    "largest": "largest",
    "a name sought": "files?q=module_4999",
    "comparison with the attempt before": "comparison",
    "packages and rights": "lists",
}

MAKING = """
import json
from django.contrib.auth.models import User
from grading.models import Submission
from labs.models import Course, Enrolment, Lab
from tests.grading.explorer.looked import a_large_image

lab = Lab.objects.get(slug="premier-dockerfile")
addresses = []
for seed in range({count}):
    learner = User.objects.create_user(f"looker-{{seed}}", password={password!r})
    Enrolment.objects.create(user=learner, course=Course.objects.get(slug="docker-fr"))
    attempts = iter((1, 2))
    def submitted(**given):
        values = {{"commands": "docker build .", "state": "graded", "number": next(attempts), "final_score": 40.0}}
        return Submission.objects.create(**values | given, lab=lab, learner=learner)
    a_large_image(submitted, seed, left_out=2_000)
    addresses.append((learner.username, a_large_image(submitted, seed).get_absolute_url() + "image/"))
print(json.dumps(addresses))
"""

ASKING = """
import gc, json, time
from django.contrib.auth.models import User
from django.test import Client
from grading.explorer import kept

found = {{}}
(name, address) = {first!r}
client = Client(SERVER_NAME="127.0.0.1")
client.force_login(User.objects.get(username=name))
for page, path in {pages!r}.items():
    client.get(address + path)  # templates are read once a process
    cold, again = [], []
    for _ in range({rounds}):
        kept.close_all()
        gc.collect()
        for seconds in (cold, again):
            began = time.process_time()
            answer = client.get(address + path)
            seconds.append(time.process_time() - began)
            assert answer.status_code == 200, answer
    found[page] = min(cold), min(again)
print(json.dumps(found))
"""


def measure() -> dict[str, float]:
    """Seconds of the processor for the answer, the best of three; of the clock until Chromium's first paint, the median
    of three images that nobody looked into before.
    """
    figures = {}
    with _web() as stack:
        count = len(PAGES) * ROUNDS
        made = json.loads(stack.shell(MAKING.format(count=count, password=PASSWORD)))
        asking = ASKING.format(first=tuple(made[0]), pages=PAGES, rounds=ROUNDS)
        for page, (cold, again) in json.loads(stack.shell(asking)).items():
            figures[f"{page}: processor, cold"] = cold
            figures[f"{page}: processor, again"] = again
        painted = _paints(stack, made)
    return figures | {f"{page}: first paint, cold": seconds for page, seconds in painted.items()}


@contextmanager
def _web() -> Iterator[Stack]:
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder)) as stack:
        stack.stop("worker")
        stack.stop("timer")
        yield stack


def _paints(stack: Stack, images: list[tuple[str, str]]) -> dict[str, float]:
    """Each page once for each of several images, which nobody looked into before."""
    found = {}
    waiting = iter(images)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for page, path in PAGES.items():
            seconds = []
            for _ in range(ROUNDS):
                name, address = next(waiting)
                tab = browser.new_page(base_url=stack.url)
                _sign_in(tab, name)
                tab.goto(address + path)
                seconds.append(_first_paint(tab))
                tab.close()
            found[page] = median(seconds)
        browser.close()
    return found


def _sign_in(tab: Page, name: str) -> None:
    tab.goto("/accounts/login/")
    tab.locator("[name=login]").fill(name)
    tab.locator("[name=password]").fill(PASSWORD)
    tab.locator("main form button[type=submit]").first.click()
    tab.wait_for_url("**/")


def _first_paint(tab: Page) -> float:
    """Asked again and again: Playwright's own waiting evaluates text, which the pages' policy forbids."""
    while not (milliseconds := tab.evaluate("performance.getEntriesByType('paint')[0]?.startTime")):
        tab.wait_for_timeout(20)
    return float(milliseconds) / 1000
