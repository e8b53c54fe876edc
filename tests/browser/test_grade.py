"""Two attempts at the golf lab: what changed, where it stands, and what a grader says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.actions import assert_fits, build, expect_graded
from tests.browser.conftest import OpenContext, OpenLab, Window, open_editor, write
from tests.stack import Stack

GOLF = settings.BASE_DIR / "content" / "docker-fr" / "04-images" / "labs" / "golf"
GRADER = """
from django.contrib.auth.models import User
from labs.models import Enrolment
from labs.roles import grant
grader = User.objects.get(username="{name}")
grant(grader, Enrolment.Role.GRADER)
grader.enrolments.update(role=Enrolment.Role.GRADER)
"""
SEND = """
from django.utils import timezone
from grading import notices
from grading.models import Notice
Notice.objects.update(due_at=timezone.now())
notices.send_due()
"""


def attempt(page: Page, number: int, which: str) -> None:
    """Send the lab's starter or solution from the workbench, and wait for its grade."""
    open_editor(page)
    page.locator("[role=tab]", has_text="maree.sh").click()
    write(page, (GOLF / which / "maree.sh").read_text())
    page.locator("[role=tab]", has_text="Dockerfile").first.click()
    build(page, (GOLF / which / "Dockerfile").read_text())
    expect(page.locator("[data-live-title]")).to_contain_text(str(number))
    expect_graded(page)


def test_a_second_attempt_says_what_changed_and_where_it_stands(
    page: Page, open_lab: OpenLab, window: Window
) -> None:
    open_lab("golf")
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
    assert (before["y"] == now["y"]) is (window.width > 1000)  # beside it, or below it on a phone
    assert_fits(page)

    page.goto("/labs/golf/ranking")
    expect(page.locator("tr.mine")).to_have_count(1)
    page.locator("button[name=ranked]").click()
    expect(page.locator("tr.mine")).to_have_count(0)


def test_what_would_have_helped_is_tried_and_told(page: Page, open_lab: OpenLab) -> None:
    open_lab("nettoyer-dans-la-meme-couche")
    page.locator("[data-build]").click()
    expect_graded(page)
    grade = page.locator(".verdict-score").inner_text()
    expect(page.locator("[data-awaited]")).to_be_visible()
    told = page.locator(".advice li").first
    expect(told).to_be_visible(timeout=40_000)
    expect(told.locator("[data-line]")).to_be_visible()
    assert page.locator(".verdict-score").inner_text() == grade
    assert_fits(page)


@pytest.fixture(scope="module")
def grader(stack: Stack, newcomers: Iterator[tuple[str, str]]) -> tuple[str, str]:
    """A grader's name and session."""
    name, key = next(newcomers)
    stack.shell(GRADER.format(name=name))
    return name, key


def test_a_hint_is_released_and_what_a_grader_says_is_seen_and_told_by_mail(
    page: Page,
    open_lab: OpenLab,
    learner: str,
    grader: tuple[str, str],
    open_context: OpenContext,
    window: Window,
    stack: Stack,
) -> None:
    open_lab()
    page.locator("[data-build]").click()
    expect_graded(page)
    expect(page.locator(".hint").first).to_be_visible()
    page.locator("#tab-attempts").click()
    page.locator("table.attempts th a").click()
    page.wait_for_url("**/submissions/*/")
    points = float((page.locator(".verdict-score strong").text_content() or "").replace(",", "."))

    name, key = grader
    reviewing: BrowserContext = open_context(window)
    reviewing.add_cookies([{"name": "sessionid", "value": key, "url": stack.url}])
    review = reviewing.new_page()
    review.goto("/review/")
    review.locator("[name=learner]").fill(learner.upper())
    review.locator(".filters button").click()
    review.locator("th a", has_text=learner).first.click()
    review.wait_for_url("**/review/*-*/*")
    review.locator(".outcome.missed summary").first.click()
    review.locator("[name=points]:visible").fill("5")
    review.locator("[name=reason]:visible").fill("L’idée y est.")
    review.locator("details[open].adjust button").click()
    expect(review.locator(".adjusted")).to_contain_text("L’idée y est.")
    said = review.locator("#said")
    expect(said).to_be_focused()
    expect(said).to_be_in_viewport(ratio=1)
    expect(review.locator(".outcome", has=said).get_by_role("heading")).to_be_in_viewport(ratio=1)
    review.locator("#comment-text").fill("Bien joué.")
    review.locator("form[action*='/comment'] button").click()
    expect(review.locator(".remark")).to_contain_text("Bien joué.")
    expect(said).to_be_focused()
    expect(review.locator(".remark")).to_be_in_viewport(ratio=1)
    review.locator("form[action*='/comment']").evaluate(
        "form => { form.noValidate = true; form.requestSubmit() }"
    )
    expect(review.locator(".said.bad")).to_be_focused()
    assert_fits(review)
    review.locator(".crumbs a").click()
    expect(review.locator("[name=learner]")).to_have_value(learner.upper())
    expect(review.locator("tbody tr").first).to_contain_text(re.compile("(adjusted|ajustée)"))

    letter = stack.shell(SEND)
    assert f"To: {learner}@example.com" in letter
    link = re.search(r"http://localhost:8000(/submissions/\S+)", letter.partition(f"To: {learner}@")[2])
    assert link
    page.goto(link[1])
    expect(page.locator(".remark")).to_contain_text(re.compile(f"Bien joué.*{name}", re.DOTALL))
    expect(page.locator(".adjusted")).to_contain_text("L’idée y est.")
    now = float((page.locator(".verdict-score strong").text_content() or "").replace(",", "."))
    assert now == points + 5
    assert_fits(page)

    page.goto("/accounts/notices/")
    page.locator("[name=reviews]").uncheck()
    page.locator("main form button").click()
    expect(page.locator("[name=reviews]")).not_to_be_checked()
    expect(page.locator("[name=regrades]")).to_be_checked()
