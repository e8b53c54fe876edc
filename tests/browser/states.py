"""What people do in a page to get it into one of the states of `pages`."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from tests.browser.world import World


def nothing(page: Page, world: World) -> None:
    """The page as it comes."""


def press(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def open_menu(page: Page, world: World) -> None:
    page.locator(".site-header .menu summary").click()


def wrong_password(page: Page, world: World) -> None:
    page.locator("[name=login]").fill("nobody")
    page.locator("[name=password]").fill("wrong")
    page.locator("[name=password]").press("Enter")
    expect(page.locator(".form-errors")).to_be_visible()


def bad_account(page: Page, world: World) -> None:
    for name, value in (("username", "a b"), ("email", "nobody@example.com"), ("password1", "123")):
        page.locator(f"[name={name}]").fill(value)
    press(page)
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def preferences_saved(page: Page, world: World) -> None:
    page.locator("main form").filter(has=page.locator("[name=time_zone]")).locator("[type=submit]").click()
    expect(page.locator(".messages")).to_be_visible()


def not_ones_password(page: Page, world: World) -> None:
    page.locator("main [name=password]").fill("wrong")
    page.locator("main [name=password]").press("Enter")
    expect(page.locator("[aria-invalid=true], .form-errors").first).to_be_visible()


def form_without_a_cookie(page: Page, world: World) -> None:
    page.context.clear_cookies()
    page.locator("[name=login]").fill("nobody")
    page.locator("[name=password]").fill("wrong")
    press(page)
    expect(page.locator(".lost")).to_be_visible()


def too_many_guests(page: Page, world: World) -> None:
    """As when a class tried the demo at once: where it is pressed once more."""
    hour = int(time.time()) // 3600
    keys = [f"guests:came:127.0.0.1:{one}" for one in (hour, hour + 1)]

    def shell(do: str) -> None:
        world.stack.shell(f"from django.core.cache import caches\ncaches['limits'].{do}")

    shell(f"set_many({dict.fromkeys(keys, 10**6)})")
    try:
        try_demo(page)
        expect(page.locator(".lost")).to_be_visible()
    finally:
        shell(f"delete_many({keys})")


def try_demo(page: Page) -> None:
    page.goto("/")
    page.locator("form[action$='/docker-fr/try'] button").first.click()
    page.wait_for_url(re.compile("/labs/|/try$"))


def questions_answered(page: Page, world: World) -> None:
    """The first choice of the first question, which may be wrong; the verdict says why."""
    question = page.locator("[id^='q-']").filter(has=page.locator("[type=radio]")).first
    question.locator("[type=radio]").first.check()
    page.keyboard.press("Enter")
    expect(question.locator("[data-verdict]")).to_be_visible()


def nothing_answered(page: Page, world: World) -> None:
    """Sent as by a browser without JavaScript."""
    page.locator("[id^='q-'] form, form[id^='q-']").first.evaluate("form => form.submit()")
    page.wait_for_url("**/questions/**")


def own_points(page: Page, world: World) -> None:
    page.locator("details:has([name=points]) summary").first.click()


def commented(page: Page, world: World) -> None:
    page.locator("#comment-text").fill("Encore.")
    page.locator("form[action$='/comment'] button").click()
    expect(page.locator("#said")).to_be_focused()


def folder_opened(page: Page, world: World) -> None:
    page.locator(".files-table button[aria-expanded]").first.click()
    expect(page.locator("tr.depth-1").first).to_be_visible()
