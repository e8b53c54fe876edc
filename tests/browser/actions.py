"""What people do, and what must be so, in more than one test."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import write
from tests.client import PASSWORD

BASE = "FROM python:3.11-slim\n"
PLAIN = BASE + "COPY phrase.py phrases.txt /app/\n"
SIZES = """() => {
  const { scrollWidth, scrollHeight } = document.scrollingElement;
  const end = Math.ceil(document.body.getBoundingClientRect().bottom + scrollY);
  return [scrollWidth, innerWidth, Math.max(end, innerHeight), scrollHeight];
}"""
# What a screen reader says: every text that comes into a live region that is shown.
LISTEN = """() => {
  window.heard = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const near = target.closest ? target : target.parentElement;
      const region = near?.closest("[role=status], [role=alert], [role=log], [aria-live=polite]");
      if (region?.checkVisibility()) heard.push(region.textContent.trim());
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""
TO_THE_END_OF_THE_SHORTEST = """() => {
  const sections = [...document.querySelectorAll("section[data-section]")];
  const shortest = sections.sort((a, b) => a.textContent.length - b.textContent.length)[0];
  shortest.lastElementChild.scrollIntoView({ block: "center" });
  return shortest.dataset.section || shortest.id;
}"""


def sign_up(page: Page, name: str) -> None:
    """On the sign-up page, which is open."""
    page.locator("[name=username]").fill(name)
    page.locator("[name=email]").fill(f"{name}@example.com")
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "signup" not in url)


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """On the sign-in page, which is open."""
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "login" not in url)


def build(page: Page, dockerfile: str) -> None:
    """Write it in the workbench and build it; its result is waited for by `expect_graded`."""
    write(page, dockerfile)
    with page.expect_response("**/submissions"):
        page.keyboard.press("Control+Enter")


def expect_graded(page: Page) -> None:
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=60_000)


def assert_fits(page: Page) -> None:
    """Nothing is to be sought by scrolling sideways, and there is nothing to scroll to below the page."""
    wide, window, end, lowest = page.evaluate(SIZES)
    assert wide <= window, f"{page.url} is {wide} px wide in a window of {window}"
    assert lowest <= end, f"{page.url} ends at {end} px and can be scrolled to {lowest}"


def read_a_section(page: Page) -> None:
    """The shortest of a module, to its end: it is read when its reader had time for it, and is then ticked off."""
    anchor = page.evaluate(TO_THE_END_OF_THE_SHORTEST)
    expect(page.locator(f"[data-anchor='{anchor}']")).to_have_class("is-read", timeout=20_000)


def write_and_save(page: Page, text: str) -> None:
    with page.expect_response(
        lambda answer: answer.url.endswith("/draft") and answer.request.method == "POST"
    ):
        write(page, text)
