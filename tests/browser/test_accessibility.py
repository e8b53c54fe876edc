"""Every page of `pages` in both languages: WCAG 2.2 AA as axe-core finds it, narrow windows, weight, own site only."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, Response

from tests.browser.conftest import OpenContext, Window
from tests.browser.pages import PAGES, Shown, World, enter, make_world
from tests.stack import Stack

AXE = (settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Width, and whether it is dark. Other colours can only break contrast, in whatever language: in the dark that alone is
# looked at, at one width in each.
LOOKS = {
    "fr-FR": ((1280, False), (390, False), (1280, True)),
    "en-GB": ((1280, False), (390, False), (390, True)),
}
NARROW = (360, 320)  # a small phone; 1280 px at 400 % zoom
MOST, MOST_WITH_EDITOR = 150 << 10, 450 << 10  # bytes, compressed

RUN = """async ([tags, rules]) => (await axe.run(document, {
  runOnly: rules ? { type: "rule", values: rules } : { type: "tag", values: tags },
  resultTypes: ["violations"],
})).violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`))"""


@pytest.fixture(scope="module")
def world(stack: Stack) -> World:
    return make_world(stack)


def visits(
    open_context: OpenContext, world: World, language: str
) -> Iterator[tuple[Shown, Page, list[Response]]]:
    """Each page as it comes, with what was fetched for it so far."""
    for who, shown in itertools.groupby(sorted(PAGES, key=lambda one: one.who), key=lambda one: one.who):
        context = open_context(Window(language, 1280))
        enter(context.new_page(), who)
        for one in shown:
            page = context.new_page()
            fetched: list[Response] = []
            note: Callable[[Response], None] = partial(list.append, fetched)
            page.on("response", note)
            page.goto(one.path.format(**vars(world)), wait_until="load")
            yield one, page, fetched
            page.close()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", LOOKS)
def test_pages_have_no_violations_and_never_scroll_sideways(
    open_context: OpenContext, world: World, language: str
) -> None:
    found: list[str] = []
    for shown, page, _fetched in visits(open_context, world, language):
        shown.prepare(page)
        page.evaluate(AXE)
        for width, is_dark in LOOKS[language]:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if is_dark else "light")
            violations: list[str] = page.evaluate(RUN, [RULES, ["color-contrast"] if is_dark else None])
            found += [f"{shown.name}, {width} px, dark: {is_dark}: {one}" for one in violations]
        found += sideways(shown, page)
    assert not found, "\n\n".join(found)


def sideways(shown: Shown, page: Page) -> Iterator[str]:
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 640})
        wide: Any = page.evaluate("document.scrollingElement.scrollWidth")
        if wide > width:
            yield f"{shown.name}: {wide} px wide in a window of {width}"


@pytest.mark.timeout(600)
def test_pages_are_light_and_ask_no_other_site(open_context: OpenContext, stack: Stack, world: World) -> None:
    heavy, foreign = [], []
    for shown, page, fetched in visits(open_context, world, "fr-FR"):
        page.wait_for_timeout(100)
        foreign += [one.url for one in fetched if not one.url.startswith((stack.url, "data:"))]
        weight = sum(compressed(one) for one in fetched if "/events/" not in one.url)
        print(f"{shown.name}: {weight / 1024:.0f} KiB")  # noqa: T201  for docs/performance.md
        if weight > (MOST_WITH_EDITOR if shown.has_editor else MOST):
            heavy.append(f"{shown.name}: {weight / 1024:.0f} KiB")
    assert (heavy, foreign) == ([], [])


def compressed(response: Response) -> int:
    """Bytes of a body as a server sends it in production; fonts are compressed already."""
    if response.status >= 300 or response.url.startswith("data:"):
        return 0
    body = response.body()
    return min(len(body), len(gzip.compress(body, 6)))
