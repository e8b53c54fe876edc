"""The main job without a mouse."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.actions import expect_graded
from tests.browser.conftest import only_wide
from tests.browser.world import LAB
from tests.client import PASSWORD

MOST_TABS = 120


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Move the focus until it stands on what `selector` names; each stop on the way must be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            box = page.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
            assert box["width"] > 0, selector
            assert box["height"] > 0, selector
            return
    raise AssertionError(f"{MOST_TABS} tabs did not lead to {selector}")


@only_wide  # a keyboard comes with a window of that size
def test_from_signing_in_to_the_grade_by_keyboard_alone(page: Page, learner: str) -> None:
    page.context.clear_cookies(name="sessionid")
    page.goto("/accounts/login/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    tab_to(page, "[name=login]")
    page.keyboard.type(learner)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)

    tab_to(page, "a[href='/courses/docker-fr/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/courses/docker-fr/")
    tab_to(page, f"a[href='/labs/{LAB.name}/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/labs/**")

    tab_to(page, ".editor")  # its text lies in a shadow root
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text((LAB / "solution" / "Dockerfile").read_text())
    page.keyboard.press("Escape")  # closes what is offered, if anything is
    page.keyboard.press("Escape")
    tab_to(page, "[data-commands]")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text((LAB / "solution" / "commands.txt").read_text().strip())
    page.keyboard.press("Control+Enter")
    expect_graded(page)

    tab_to(page, "#pane-build, #pane-build *", "Shift+Tab")
    expect(page.locator(".result")).to_contain_text("100")
    tab_to(page, "#pane-build .result a[href^='/labs/']")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: LAB.name not in url)
