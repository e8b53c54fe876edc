"""Trying a lab without an account, and keeping what was typed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import write
from tests.browser.states import try_demo
from tests.client import PASSWORD


def test_what_a_guest_typed_is_in_the_account_s_editor(page: Page) -> None:
    try_demo(page)
    write(page, "# typed by a guest\n")
    expect(page.locator("[data-saved]")).not_to_be_empty()
    page.locator(".guest-notice a[href*=signup]").click()
    page.locator("[name=username]").fill("gaston")
    page.locator("[name=email]").fill("gaston@example.com")
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/labs/**")
    expect(page.locator(".guest-notice")).to_have_count(0)
    expect(page.locator(".menu-name")).to_have_text("gaston")
    expect(page.locator(".file.is-open .cm-content")).to_contain_text("typed by a guest")
