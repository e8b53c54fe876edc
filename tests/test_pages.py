"""No page is forgotten by the tests of accessibility: each address is in a line of `pages`, or shows none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.browser.pages import NO_PAGES, PAGES

OTHERS = ("admin", "alive", "favicon.ico")  # Django's own pages, and what is no page


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if str(one.pattern).startswith(OTHERS):
            continue
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns)
        else:
            assert one.name, one
            yield one.name


def test_every_address_is_looked_at_or_known_to_show_no_page() -> None:
    ids: defaultdict[str, str] = defaultdict(lambda: str(UUID(int=0)))
    paths = [one.path.format_map(ids).partition("?")[0] for one in PAGES]
    shown = {str(resolve(path).url_name) for path in paths if path != "/no-such-page/"}
    without = {name for some in NO_PAGES.values() for name in some}
    assert sorted(names(get_resolver().url_patterns)) == sorted(shown | without)
    assert shown & without == set()


def test_each_page_has_a_name_of_its_own() -> None:
    assert len({one.name for one in PAGES}) == len(PAGES)
