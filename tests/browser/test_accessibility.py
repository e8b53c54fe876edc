"""Every page of `pages` in both windows: WCAG 2.2 AA as axe-core finds it, narrow windows, weight, own site only.

Each is loaded once a window, and all is looked at in it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
import requests
from django.conf import settings
from playwright.sync_api import Browser, Page, Request

from tests.browser.conftest import NARROW, WIDE, WINDOWS, Window, begin_trace, opening
from tests.browser.pages import PAGES, Shown
from tests.browser.people import INSTRUCTOR
from tests.browser.world import World, make_world
from tests.stack import Stack

AXE = (settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# In its own window and colours each page is looked at in full. Other colours can only break contrast, in whatever
# language: one window is enough for them. Still narrower ones, what is said of sizes and of what scrolls.
CONTRAST, SIZES = ["color-contrast"], ["target-size", "scrollable-region-focusable"]
NARROWER = (360, 320)  # a small phone; 1280 px at 400 % zoom
MOST, MOST_WITH_EDITOR = 150 << 10, 450 << 10  # bytes, compressed

RUN = """async ([tags, rules]) => (await axe.run(document, {
  runOnly: rules ? { type: "rule", values: rules } : { type: "tag", values: tags },
  resultTypes: ["violations"],
  preload: false,
})).violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`))"""


@pytest.fixture(scope="module")
def world(stack: Stack) -> World:
    return make_world(stack)


@pytest.fixture(scope="module")
def seat(request: pytest.FixtureRequest, chromium: Browser, stack: Stack, world: World) -> Iterator[Page]:
    """Where one person opens one address after another: new pages cost more than all that is looked at in them."""
    who, window = request.param
    with opening(chromium, stack, f"{who or 'stranger'}-{window}") as open_context:
        yield open_context(window).new_page()


def sit_down(page: Page, who: str, window: Window, world: World) -> None:
    """Nothing is left of what was done before."""
    page.goto("about:blank")  # a page that waits for a network would send what it has once there is one
    page.context.set_offline(False)
    page.context.clear_cookies()
    world.enter(page.context, who)
    page.set_viewport_size({"width": window.width, "height": 900})
    begin_trace(page.context)


@pytest.mark.parametrize(
    ("seat", "window", "shown"),
    [
        pytest.param((one.who, window), window, one, id=f"{window}-{one.name}")
        for window in WINDOWS
        for one in PAGES
    ],
    indirect=["seat"],
)
def test_a_page_has_no_violations_never_scrolls_sideways_is_light_and_asks_no_other_site(
    seat: Page, window: Window, shown: Shown, world: World, stack: Stack
) -> None:
    sit_down(seat, shown.who, window, world)
    with asking(seat) as asked:
        seat.goto(shown.path.format_map(world.ids), wait_until="load")
        shown.prepare(seat, world)
        seat.evaluate(AXE)
        found = [*violations(seat, "light", None)]
        found += dark(seat) if window == WIDE else []
        found += narrower(seat, SIZES if window == NARROW else [])
    found += [one for one in asked if not one.startswith((stack.url, "data:", "blob:", "about:"))]
    weight = sum(bytes_of(url, seat) for url in loaded(seat))
    print(f"{shown.name}: {weight / 1024:.0f} KiB")  # noqa: T201  for docs/performance.md
    if weight > (MOST_WITH_EDITOR if shown.has_editor else MOST):
        found.append(f"{weight / 1024:.0f} KiB")
    assert not found, "\n\n".join(found)


@pytest.mark.parametrize("seat", [(INSTRUCTOR, WIDE)], indirect=True, ids=[str(WIDE)])
def test_the_admin_s_lists_show_all_their_columns_beside_the_filter(seat: Page, world: World) -> None:
    sit_down(seat, INSTRUCTOR, WIDE, world)
    for name in ("grading/submission", "labs/enrolment", "labs/lab", "labs/module"):
        seat.goto(f"/admin/{name}/")
        wide, seen = seat.locator(".results").evaluate("one => [one.scrollWidth, one.clientWidth]")
        assert wide <= seen, f"{name}: {wide} px in {seen}"


@contextmanager
def asking(page: Page) -> Iterator[list[str]]:
    """What the page asks for meanwhile."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    yield asked
    page.remove_listener("request", note)


def violations(page: Page, look: str, rules: list[str] | None) -> Iterator[str]:
    for one in page.evaluate(RUN, [RULES, rules]):
        yield f"{look}: {one}"


def dark(page: Page) -> Iterator[str]:
    page.emulate_media(color_scheme="dark")
    yield from violations(page, "dark", CONTRAST)
    page.emulate_media(color_scheme="light")


def narrower(page: Page, rules: list[str]) -> Iterator[str]:
    for width in NARROWER:
        page.set_viewport_size({"width": width, "height": 640})
        wide: Any = page.evaluate("document.scrollingElement.scrollWidth")
        if wide > width:
            yield f"{wide} px wide in a window of {width}"
    if rules:
        yield from violations(page, f"{width} px", rules)


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
