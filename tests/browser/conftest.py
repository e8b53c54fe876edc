"""A real Chromium in front of the whole running platform: nothing is mocked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.stack import Stack

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LEFT_BEHIND = settings.STATE_DIR / "browser"  # traces and screenshots of tests that failed


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
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, stack: Stack, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """French and 1280 px wide, unless the test is parametrised with `window` = (language, width)."""
    language, width = getattr(request, "param", ("fr-FR", 1280))
    context = chromium.new_context(
        base_url=stack.url, locale=language, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    context.tracing.start(screenshots=True, snapshots=True)
    failed_before = request.session.testsfailed
    yield context
    if request.session.testsfailed > failed_before:
        name = request.node.name.replace("/", "-")
        context.tracing.stop(path=LEFT_BEHIND / f"{name}.zip")
        for number, page in enumerate(context.pages):
            page.screenshot(path=LEFT_BEHIND / f"{name}-{number}.png", full_page=True)
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose script errors and refused resources fail the test."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if "Content Security Policy" in m.text else None)
    yield page
    assert errors == []


SignUp = Callable[[str], None]


@pytest.fixture
def sign_up(page: Page) -> SignUp:
    """Makes an account through the sign-up page, as a person does; the page is then signed in."""

    def make(name: str) -> None:
        page.goto("/accounts/signup/")
        page.locator("[name=username]").fill(name)
        page.locator("[name=email]").fill(f"{name}@example.com")
        page.locator("[name=password1]").fill("une phrase de passe bien longue")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/")

    return make


def write(page: Page, text: str) -> None:
    """Replace what stands in the open editor, as by pasting."""
    page.locator(".file.is-open .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
