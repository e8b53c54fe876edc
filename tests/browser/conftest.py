"""A real Chromium in front of the whole running platform: nothing is mocked."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.client import PASSWORD
from tests.parallel import COMMON
from tests.stack import Stack

ARGUMENTS = [
    "--no-sandbox",
    "--font-render-hinting=none",  # letters as smooth as in a window
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Chromium without its window: the whole one draws what nobody sees, which takes as much of the processor again.
PROGRAM = "/usr/bin/chromium-headless-shell"
LEFT_BEHIND = COMMON / "browser"  # traces and screenshots of tests that failed


class Window(NamedTuple):
    """A browser's language and width."""

    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.language[:2]}-{self.width}"


WIDE, NARROW = WINDOWS = (Window("fr-FR", 1280), Window("en-GB", 390))
# For a test that needs only one of them; by default `window`, and so `context` and `page`, is both in turn.
only_wide = pytest.mark.parametrize("window", [WIDE], ids=str)
only_narrow = pytest.mark.parametrize("window", [NARROW], ids=str)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.engine)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)


class OpenContext(Protocol):
    """Opens a context of `window`, with the options of playwright's `new_context` besides; it is closed by itself."""

    def __call__(self, window: Window = WIDE, **options: Any) -> BrowserContext: ...


@contextmanager
def opening(chromium: Browser, stack: Stack, name: str) -> Iterator[OpenContext]:
    opened: list[BrowserContext] = []
    errors: list[str] = []

    def open_context(window: Window = WIDE, **options: Any) -> BrowserContext:
        size: ViewportSize = {"width": window.width, "height": 900}
        context = chromium.new_context(
            **{"base_url": stack.url, "locale": window.language, "viewport": size, "reduced_motion": "reduce"}
            | options
        )
        opened.append(context)
        context.set_default_timeout(15_000)
        context.tracing.start(snapshots=True)
        context.on("weberror", lambda one: errors.append(str(one.error)))
        context.on(
            "console", lambda one: errors.append(one.text) if "Content Security Policy" in one.text else None
        )
        return context

    yield open_context
    for number, context in enumerate(opened):
        if errors:
            leave_behind(context, f"{name}-{number}")
        context.close()
    assert errors == [], "scripts failed, or resources were refused"


@pytest.fixture
def open_context(chromium: Browser, stack: Stack, request: pytest.FixtureRequest) -> Iterator[OpenContext]:
    """The way to open every context of a test: another device, a visitor, a browser without JavaScript."""
    with opening(chromium, stack, request.node.name) as open_one:
        yield open_one


@pytest.fixture(scope="module")
def open_module_context(
    chromium: Browser, stack: Stack, request: pytest.FixtureRequest
) -> Iterator[OpenContext]:
    """The same for contexts that the tests of a file share."""
    with opening(chromium, stack, request.node.name) as open_one:
        yield open_one


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails leaves traces and screenshots of every context that is open, while it is."""
    report = yield
    chromium = item.funcargs.get("chromium")
    if report.failed and call.when != "teardown" and isinstance(chromium, Browser):
        for number, context in enumerate(chromium.contexts):
            leave_behind(context, f"{item.name}-{number}")
    return report


def leave_behind(context: BrowserContext, name: str) -> None:
    name = name.replace("/", "-")
    context.tracing.stop_chunk(path=LEFT_BEHIND / f"{name}.zip")
    context.tracing.start_chunk()
    for number, page in enumerate(context.pages):
        page.screenshot(path=LEFT_BEHIND / f"{name}-{number}.png", full_page=True)


def begin_trace(context: BrowserContext) -> None:
    """Of a context that tests share: forgets what the test before did in it."""
    context.tracing.stop_chunk()
    context.tracing.start_chunk()


@pytest.fixture(params=WINDOWS, ids=str)
def window(request: pytest.FixtureRequest) -> Window:
    chosen: Window = request.param
    return chosen


@pytest.fixture
def context(open_context: OpenContext, window: Window) -> BrowserContext:
    return open_context(window)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


NEWCOMERS = """
from django.contrib.auth.models import User
from django.contrib.auth.hashers import make_password
from django.test import Client
from labs.models import Course, Enrolment
courses, password = Course.objects.filter(slug__startswith="docker"), make_password({password!r})
for number in range({first}, {first} + {count}):
    name = f"learner-{{number}}"
    user = User.objects.create(username=name, email=f"{{name}}@example.com", password=password)
    Enrolment.objects.bulk_create(Enrolment(user=user, course=course) for course in courses)
    client = Client()
    client.force_login(user)
    print(name, client.cookies["sessionid"].value)
"""


@pytest.fixture(scope="session")
def newcomers(stack: Stack) -> Iterator[tuple[str, str]]:
    """Names of learners who take part in the courses of `content`, with the key of a session; their password is
    PASSWORD. Many at a time: signing up takes seconds, and only what is about it need do so.
    """

    def come() -> Iterator[tuple[str, str]]:
        count = 40
        for first in itertools.count(1, count):
            made = stack.shell(NEWCOMERS.format(password=PASSWORD, first=first, count=count))
            for line in made.splitlines()[-count:]:
                name, key = line.split()
                yield name, key

    return come()


@pytest.fixture
def learner(context: BrowserContext, newcomers: Iterator[tuple[str, str]], stack: Stack) -> str:
    """The name of somebody who never was here before, signed in."""
    name, key = next(newcomers)
    context.add_cookies([{"name": "sessionid", "value": key, "url": stack.url}])
    return name


class OpenLab(Protocol):
    def __call__(self, slug: str = "premier-dockerfile") -> None: ...


@pytest.fixture
def open_lab(page: Page, learner: str) -> OpenLab:
    """Opens a lab as `learner` does, at its editor."""

    def at_its_editor(slug: str = "premier-dockerfile") -> None:
        page.goto(f"/labs/{slug}/")
        open_editor(page)

    return at_its_editor


def open_editor(page: Page) -> None:
    """In a narrow window the editor is one of the panes."""
    pane = page.locator("[role=tab][aria-controls=pane-editor]")
    if pane.is_visible():
        pane.click()
    expect(page.locator(".file.is-open .cm-content")).to_be_visible()


def write(page: Page, text: str) -> None:
    """Replace what stands in the editor's open file, as by pasting."""
    open_editor(page)
    page.locator(".file.is-open .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
