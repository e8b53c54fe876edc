"""An account, from signing up to its deletion, with the mails that are printed where no mail server is set."""

from __future__ import annotations

import json
import re
import zipfile

from playwright.sync_api import Page, expect

from tests.browser.actions import assert_fits, sign_in, sign_up
from tests.browser.conftest import OpenContext, Window
from tests.client import PASSWORD
from tests.stack import Stack

ANOTHER = "une tout autre phrase de passe"


def link_in_mail(stack: Stack, name: str) -> str:
    """What the last mail to somebody leads to, as a path of this site."""
    _, found, letter = stack.log("web").rpartition(f"To: {name}@example.com\n")
    assert found, stack.log("web")
    link = re.search(r"https?://[^/\s]+(/accounts/\S+)", letter)
    assert link, letter
    return link[1]


def test_an_account_is_made_confirmed_set_up_taken_away_and_deleted(
    page: Page, stack: Stack, window: Window
) -> None:
    name = f"ada-{window}"
    page.goto("/accounts/signup/")
    sign_up(page, name)
    page.goto("/accounts/")
    expect(page.locator(".account-links .badge.warn")).to_be_visible()
    page.goto(link_in_mail(stack, name))
    page.locator("main form button[type=submit]").first.click()
    page.goto("/accounts/")
    expect(page.locator(".account-links .badge.good")).to_be_visible()

    other = "en" if window.language.startswith("fr") else "fr"
    page.locator("select[name=language]").select_option(other)
    page.locator("[name=time_zone]").select_option("Asia/Tokyo")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".messages")).to_have_text(re.compile("Saved" if other == "en" else "enregistré"))
    expect(page.locator("html")).to_have_attribute("lang", other)
    expect(page.locator("html")).to_have_attribute("data-time-zone", "Asia/Tokyo")
    assert_fits(page)

    with page.expect_download() as taken:
        page.locator("a[download]").click()
    with zipfile.ZipFile(taken.value.path()) as archive:
        parts = {one: json.loads(archive.read(one)) for one in archive.namelist() if one.endswith(".json")}
    assert f"{name}@example.com" in json.dumps(parts)

    page.locator("a[href='/accounts/delete/']").click()
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button.danger").click()
    page.wait_for_url(lambda url: "delete" not in url)
    expect(page.locator(".menu-name")).to_have_count(0)
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page.locator(".form-errors")).to_be_visible()


def test_times_are_those_of_the_browser_s_clock(open_context: OpenContext) -> None:
    page = open_context(timezone_id="America/Lima").new_page()
    page.goto("/")
    page.goto("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("data-time-zone", "America/Lima")


def test_who_forgot_the_password_sets_another_by_mail(page: Page, learner: str, stack: Stack) -> None:
    page.context.clear_cookies(name="sessionid")
    page.goto("/accounts/login/")
    page.locator("main a[href*='password/reset']").click()
    page.locator("[name=email]").fill(f"{learner}@example.com")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/password/reset/done/")
    page.goto(link_in_mail(stack, learner))
    page.locator("[name=password1]").fill(ANOTHER)
    page.locator("[name=password2]").fill(ANOTHER)
    page.locator("[name=password2]").press("Enter")
    page.wait_for_url("**/key/done/")
    page.goto("/accounts/login/")
    sign_in(page, learner, ANOTHER)
    expect(page.locator(".menu-name")).to_have_text(learner)
