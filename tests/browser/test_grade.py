"""Two attempts at the golf lab: what changed, where it stands, and the mail when a grader answers."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignUp, write
from tests.stack import Stack

GOLF = settings.BASE_DIR / "content" / "docker-fr" / "04-images" / "labs" / "golf"
TOLD = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone
from grading import notices, review
from grading.models import Notice, Submission
grader = User.objects.create_user("grader-of-%(who)s")
review.comment(Submission.objects.get(learner__username="%(who)s", number=2), grader, "Bien joue.")
Notice.objects.update(due_at=timezone.now() - timedelta(seconds=1))
notices.send_due()
"""


@pytest.mark.parametrize("context", [("fr-FR", 1280), ("en-GB", 390)], indirect=True)
def test_a_second_attempt_says_what_changed_and_where_it_stands(
    page: Page, sign_up: SignUp, stack: Stack
) -> None:
    assert page.viewport_size
    width = page.viewport_size["width"]
    who = f"golfer-{width}"
    sign_up(who)
    page.goto("/courses/docker-fr/")
    page.locator("form[action$='/join'] button").first.click()
    page.goto("/labs/golf/")
    attempt(page, 1, "starter")
    expect(page.locator(".since")).to_have_count(0)
    attempt(page, 2, "solution")
    since = page.locator(".since")
    expect(since.locator(".moved.good")).to_have_count(2)
    since.locator("summary").press("Enter")
    expect(since.locator("tr", has_text=re.compile("User|Utilisateur")).locator(".good")).to_contain_text(
        "+10"
    )
    expect(page.locator(".trend .sizes .dot")).to_have_count(2)
    expect(page.locator(".ranking-mine strong")).to_have_text(re.compile(r"[12]"))

    since.locator("a[href$='#changes']").click()
    changes = page.locator("#changes")
    expect(changes.locator("del").first).to_be_visible()
    before, now = (changes.locator(one).first.bounding_box() for one in ("del", "ins"))
    assert before
    assert now
    assert (before["y"] == now["y"]) is (width > 1000)  # beside it, or below it on a phone
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto("/labs/golf/ranking")
    expect(page.locator("tr.mine")).to_have_count(1)
    page.locator("button[name=ranked]").click()
    expect(page.locator("tr.mine")).to_have_count(0)

    letter = stack.shell(TOLD % {"who": who})
    assert f"To: {who}@example.com" in letter
    (link,) = re.findall(r"http://localhost:8000(/submissions/\S+)", letter)
    page.goto(link)
    expect(page.locator(".remark")).to_contain_text("Bien joue.")
    page.goto("/accounts/notices/")
    page.locator("[name=reviews]").uncheck()
    page.locator("main form button").click()
    expect(page.locator("[name=reviews]")).not_to_be_checked()
    expect(page.locator("[name=regrades]")).to_be_checked()


def attempt(page: Page, number: int, which: str) -> None:
    """Send the lab's starter or solution from the workbench, and wait for its grade."""
    for name in ("Dockerfile", "maree.sh"):
        pane = page.locator("[role=tab][aria-controls=pane-editor]")
        if pane.is_visible():  # on a phone the editor is one of the panes
            pane.click()
        page.locator("[role=tab]", has_text=name).first.click()
        write(page, (GOLF / which / name).read_text())
    with page.expect_response("**/submissions"):
        page.keyboard.press("Control+Enter")
    expect(page.locator("[data-live-title]")).to_contain_text(str(number))
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=90_000)
