"""What is said without being looked at, and where the focus and the next step are."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.actions import PLAIN, build, expect_graded
from tests.browser.conftest import OpenLab, only_wide, open_editor, write
from tests.browser.states import try_demo

SAID = "[data-checked-said]"


@pytest.fixture
def trying(page: Page) -> Page:
    """A guest in the demo lab, at its editor."""
    try_demo(page)
    open_editor(page)
    expect(page.locator("[data-checked]")).not_to_have_attribute("data-worst", "")
    return page


def test_the_worst_problem_is_said_once_one_stops_typing(trying: Page) -> None:
    said = trying.locator(SAID)
    expect(said).to_be_empty()
    write(trying, "FROM nowhere:1\nRUN cd /srv && ls\n")
    expect(said).to_contain_text(re.compile(r"Dockerfile, (ligne|line) 1\s?: .*nowhere:1"))
    expect(said).to_contain_text(re.compile(r"(Et \d de plus|And \d more)"))


def test_problems_are_looked_for_again_when_the_connection_is_back(
    trying: Page, context: BrowserContext
) -> None:
    summary = trying.locator("[data-checked-summary]")
    context.set_offline(True)
    write(trying, "FROM nowhere:1\n")
    expect(summary).to_have_text(re.compile("Pas de connexion|No connection"))
    context.set_offline(False)
    expect(trying.locator("[data-checked]")).to_have_attribute("data-worst", "error", timeout=5_000)


@only_wide  # on a phone the whole page scrolls
def test_a_guest_sees_the_build_button_without_scrolling(trying: Page) -> None:
    expect(trying.locator(".guest-notice")).to_be_visible()
    expect(trying.locator("[data-build]")).to_be_in_viewport(ratio=1)


@only_wide  # a keyboard comes with a window of that size
def test_keys_lead_from_the_editor_to_the_result_and_back(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    build(page, PLAIN)
    expect_graded(page)
    page.locator(".file.is-open .cm-content").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-live-title]")).to_be_focused()
    back = page.locator("[data-live] [data-way=editor]")
    page.keyboard.press("Tab")
    expect(back).to_be_focused()
    expect(back).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator(".file.is-open .editor")).to_be_focused()


def test_points_lost_on_tags_lead_to_the_commands(page: Page, open_lab: OpenLab) -> None:
    open_lab("tags-et-versions")
    page.locator("[data-build]").click()
    expect_graded(page)
    page.locator(".outcome [data-way=commands]").first.click()
    expect(page.locator("[data-commands]")).to_be_focused()


def test_a_heading_is_read_once_and_is_the_link_to_itself(page: Page, learner: str) -> None:
    page.goto("/courses/docker-fr/04-images/")
    heading = page.get_by_role("heading", name="Des couches empilées", exact=True)
    link = heading.get_by_role("link", name="Des couches empilées", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/04-images/#.+"))
    expect(heading).to_be_in_viewport()


def test_what_was_refused_has_the_focus(page: Page) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill("nobody")
    page.locator("[name=password]").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator(".form-errors")).to_be_focused()

    page.goto("/accounts/signup/")
    page.locator("[name=username]").fill("somebody")
    page.locator("[name=email]").fill("somebody@example.com")
    page.locator("[name=password1]").fill("123")
    page.keyboard.press("Enter")
    password = page.locator("[name=password1]")
    expect(password).to_be_focused()
    expect(password).to_have_attribute("aria-invalid", "true")
    expect(password).to_have_accessible_description(re.compile("8"))
