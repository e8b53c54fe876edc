"""Trying a lab without an account, keeping what was done there, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.actions import (
    PLAIN,
    assert_fits,
    build,
    expect_graded,
    sign_in,
    sign_up,
    write_and_save,
)
from tests.browser.conftest import Window, open_editor, write
from tests.browser.states import try_demo
from tests.stack import Stack


def test_what_a_guest_built_and_typed_is_in_the_account(page: Page, window: Window) -> None:
    try_demo(page)
    build(page, PLAIN)
    expect_graded(page)
    write(page, "# typed by a guest\n")
    expect(page.locator("[data-saved]")).not_to_be_empty()
    page.locator(".guest-notice a[href*=signup]").click()
    sign_up(page, f"gaston-{window}")
    page.wait_for_url("**/labs/**")
    expect(page.locator(".guest-notice")).to_have_count(0)
    expect(page.locator(".menu-name")).to_have_text(f"gaston-{window}")
    expect(page.locator("[data-attempt-count]")).to_have_text("1")
    open_editor(page)
    editor = page.locator(".file.is-open .cm-content")
    expect(editor).to_contain_text("typed by a guest")

    page.context.clear_cookies(name="sessionid")
    page.evaluate("localStorage.clear()")  # as in another browser
    try_demo(page)
    write_and_save(page, "# typed before signing in\n")
    page.locator(".guest-notice a[href*=login]").click()
    sign_in(page, f"gaston-{window}")
    open_editor(page)
    expect(editor).to_contain_text("typed before signing in")
    expect(page.locator("[data-text-notice]")).to_be_visible()
    assert_fits(page)
    page.locator("[data-restore] summary").click()
    page.locator("[data-aside] button").click()
    expect(editor).to_contain_text("typed by a guest")
    page.locator("[data-restore] summary").click()
    page.locator("[data-restore-draft]").click()
    expect(editor).to_contain_text("typed before signing in")


@pytest.fixture(scope="module")
def crowded(stack: Stack) -> Iterator[None]:
    """As many guests as one address may send in an hour."""
    page = requests.get(f"{stack.url}/", timeout=10)
    form = {"csrfmiddlewaretoken": page.cookies["csrftoken"]}
    for _ in range(settings.GUESTS_PER_ADDRESS):
        requests.post(f"{stack.url}/courses/docker-fr/try", form, cookies=page.cookies, timeout=10)
    yield
    stack.shell("from django.core.cache import caches\ncaches['limits'].clear()")


def test_who_comes_after_many_guests_is_offered_an_account(page: Page, crowded: None) -> None:
    page.goto("/")
    page.locator("form[action$='/docker-fr/try'] button").first.click()
    expect(page.locator(".lost a[href='/accounts/signup/']")).to_be_visible()
