"""Finding one's way through a course: where one was, what comes first, search, links, by night and on paper."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.actions import assert_fits
from tests.browser.conftest import only_wide

COURSE = "/courses/docker-fr/"
MODULE = "/courses/docker-fr/04-images/"
# What is drawn outside the text: the smallest elements that have a size.
OUTSIDE = """[...document.querySelectorAll("body *:not(.reader-text *, :has(.reader-text), .reader-text)")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 1).map((one) => one.outerHTML)"""

# As the page says itself once its reader had time for it, which other tests wait for.
READ_THE_FIRST = """() => {
  const body = new FormData(document.querySelector(".languages")); // for its token
  body.set("anchor", document.querySelector("[data-anchor]").dataset.anchor);
  return fetch(document.querySelector("[data-reader]").dataset.readUrl, { method: "POST", body });
}"""
COVERED = """(one) => {
  const { x, y } = one.getBoundingClientRect();
  return !one.contains(document.elementFromPoint(x + 4, y + 4));
}"""


def test_home_and_course_lead_on_to_where_one_was(page: Page, learner: str) -> None:
    page.goto("/")
    begin = page.locator(".next-step a.button").first
    expect(page.locator(".next-step h2").first).to_have_text(re.compile("Commencez|Start"))
    page.goto(COURSE)
    page.locator(".next-step a.button").click()
    page.wait_for_url(f"**{COURSE}*/**")
    page.evaluate(READ_THE_FIRST)
    page.reload()
    expect(page.locator("[data-read-count]")).to_have_text(re.compile("^1 / "))
    resume = page.locator("[data-anchor]:not(.is-read)").first.get_attribute("data-anchor")

    page.goto("/")
    expect(page.locator(".next-step h2").first).to_have_text(re.compile("Reprenez|Go on"))
    begin.click()
    page.wait_for_url(f"**#{resume}")
    expect(page.locator(f"[id='{resume}'] h2")).to_be_in_viewport()
    expect(page.locator("[data-anchor].is-read")).to_have_count(1)


def test_the_map_says_what_builds_on_what_and_modules_lead_to_their_neighbours(
    page: Page, learner: str
) -> None:
    page.goto(COURSE)
    item = page.locator(".module-item", has=page.locator(f"h3 a[href='{MODULE}']"))
    required = item.locator(".module-links dd").first.locator("a")
    assert required.count() >= 1
    expect(item.locator(".facts")).to_contain_text(re.compile(r"1\sh"))
    expect(item.locator(".lab-list a").first).to_be_visible()
    assert_fits(page)
    item.locator("h3 a").click()
    expect(page.locator(".notice.warn a").first).to_be_visible()
    title = page.locator("h1").text_content() or ""
    page.locator("a[rel=prev]").click()
    page.wait_for_url(lambda url: MODULE not in url)
    expect(page.locator("a[rel=next]")).to_contain_text(title)
    page.locator("a[rel=next]").click()
    page.wait_for_url(f"**{MODULE}")


def test_what_is_sought_is_found_at_its_heading(page: Page, learner: str) -> None:
    page.goto("/")
    if (link := page.locator(".header-search-link")).is_visible():
        link.click()
    page.locator("[role=search] input[name=q]").fill("etiquettes")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    assert_fits(page)
    page.locator(f".result-item a[href^='{MODULE}#']").first.click()
    page.wait_for_url(f"**{MODULE}#*")
    heading = page.locator(f"[id='{page.url.partition('#')[2]}']").locator("h2, h3").first
    expect(heading).to_be_in_viewport(ratio=1)
    covered = heading.evaluate(COVERED)
    assert not covered, "the header lies on the heading"


def test_the_dark_is_remembered(page: Page, context: BrowserContext, learner: str) -> None:
    page.goto(MODULE)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("[data-theme-toggle]").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    assert page.evaluate("getComputedStyle(document.querySelector('.picture img')).colorScheme") == "dark"
    other = context.new_page()
    other.goto("/")
    assert other.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    other.locator("[data-theme-toggle]").click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_on_paper_is_the_text_and_nothing_else(page: Page, learner: str) -> None:
    page.goto(MODULE)
    page.locator("[data-theme-toggle]").click()
    page.emulate_media(media="print")
    assert page.evaluate(OUTSIDE) == []
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".prose section h2 a").last).to_be_visible()
    for aside in (".copy-code", ".question button", ".module-end", ".neighbours"):
        assert not any(one.is_visible() for one in page.locator(aside).all()), aside
    black, white = "rgb(18, 38, 44)", "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == white
    assert page.evaluate("getComputedStyle(document.querySelector('.prose p')).color") == black


@only_wide  # who asks for another language gets it, whatever the window
def test_a_visitor_chooses_the_language_of_the_interface(page: Page) -> None:
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.locator(".languages button[value=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/accounts/signup/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
