"""Every page of `pages` in both windows: WCAG 2.2 AA as axe-core finds it, narrow windows, weight, own site only.

Each is loaded once, and all is looked at in it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import requests
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, OpenContext, Window
from tests.browser.pages import PAGES, Shown
from tests.browser.world import World, make_world
from tests.stack import Stack

AXE = (settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# In its own window and colours each page is looked at in full. Other colours can only break contrast, in whatever
# language; another width, what is said of sizes and of what scrolls.
CONTRAST, SIZES = ["color-contrast"], ["target-size", "scrollable-region-focusable"]
OTHER_WIDTH = {WIDE: NARROW.width, NARROW: WIDE.width}
SMALLEST = (360, 320)  # a small phone; 1280 px at 400 % zoom
MOST, MOST_WITH_EDITOR = 150 << 10, 450 << 10  # bytes, compressed

RUN = """async ([tags, rules]) => (await axe.run(document, {
  runOnly: rules ? { type: "rule", values: rules } : { type: "tag", values: tags },
  resultTypes: ["violations"],
  preload: false,
})).violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`))"""


@pytest.fixture(scope="module")
def world(stack: Stack) -> World:
    return make_world(stack)


@pytest.mark.parametrize("shown", PAGES, ids=lambda one: one.name)
def test_a_page_has_no_violations_never_scrolls_sideways_is_light_and_asks_no_other_site(
    shown: Shown, window: Window, open_context: OpenContext, world: World, stack: Stack
) -> None:
    context = open_context(window)
    world.enter(context, shown.who)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(shown.path.format_map(world.ids), wait_until="load")
    shown.prepare(page, world)
    page.evaluate(AXE)
    found = [
        *violations(page, "light", None),
        *dark(page),
        *other_width(page, window),
        *sideways(page),
        *(one for one in asked if not one.startswith((stack.url, "data:", "blob:"))),
    ]
    weight = sum(bytes_of(url, page) for url in loaded(page))
    print(f"{shown.name}: {weight / 1024:.0f} KiB")  # noqa: T201  for docs/performance.md
    if weight > (MOST_WITH_EDITOR if shown.has_editor else MOST):
        found.append(f"{weight / 1024:.0f} KiB")
    assert not found, "\n\n".join(found)


def violations(page: Page, look: str, rules: list[str] | None) -> Iterator[str]:
    for one in page.evaluate(RUN, [RULES, rules]):
        yield f"{look}: {one}"


def dark(page: Page) -> Iterator[str]:
    page.emulate_media(color_scheme="dark")
    yield from violations(page, "dark", CONTRAST)
    page.emulate_media(color_scheme="light")


def other_width(page: Page, window: Window) -> Iterator[str]:
    width = OTHER_WIDTH[window]
    page.set_viewport_size({"width": width, "height": 900})
    yield from violations(page, f"{width} px", SIZES)


def sideways(page: Page) -> Iterator[str]:
    for width in SMALLEST:
        page.set_viewport_size({"width": width, "height": 640})
        wide: Any = page.evaluate("document.scrollingElement.scrollWidth")
        if wide > width:
            yield f"{wide} px wide in a window of {width}"


def loaded(page: Page) -> set[str]:
    entries: list[str] = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    return {url for url in (page.url.partition("#")[0], *entries) if "/events/" not in url}


def bytes_of(url: str, page: Page) -> int:
    """Of its body as a server sends it in production."""
    if "/static/" in url:
        return of_file(url)
    return compressed(page.request.get(url).body())


@cache
def of_file(url: str) -> int:
    """The same for all who look; fonts are compressed already."""
    body = requests.get(url, timeout=10).content
    return min(len(body), compressed(body))


def compressed(body: bytes) -> int:
    return len(gzip.compress(body, 6))
