"""The states of the workbench that `pages` lists, and what brings it there."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from tests.browser.conftest import open_editor, write
from tests.browser.world import World

NOT_ALLOWED = "FROM nowhere:1\nRUN cd /srv && ls\n"


def graded_in_the_lab(page: Page, world: World) -> None:
    page.locator("[role=tab][aria-controls=pane-build]").click()
    expect(page.locator(".result")).to_be_attached()  # that of a cancelled one shows nothing


def attempts(page: Page, world: World) -> None:
    page.locator("[role=tab][aria-controls=pane-attempts]").click()


def editor(page: Page, world: World) -> None:
    open_editor(page)


def going_back(page: Page, world: World) -> None:
    open_editor(page)
    page.locator("[data-restore] summary").click()


def problems_shown(page: Page, world: World) -> None:
    write(page, NOT_ALLOWED)
    expect(page.locator("[data-checked]")).to_have_attribute("data-worst", "error")
    page.locator("[data-checked] summary").click()


def offers(page: Page, world: World) -> None:
    write(page, "")
    page.keyboard.type("fro")
    expect(page.locator("[role=option]").first).to_be_visible()


def send(page: Page, text: str) -> None:
    write(page, text)
    page.locator("[data-build]").click()


def refused_at_once(page: Page, world: World) -> None:
    send(page, NOT_ALLOWED)
    expect(page.locator("[data-problems]")).to_be_visible()


def signed_out(page: Page, world: World) -> None:
    open_editor(page)
    page.context.clear_cookies(name="sessionid")
    page.locator("[data-build]").click()
    expect(page.locator("dialog[data-signed-out]")).to_be_visible()


def without_a_network(page: Page, world: World) -> None:
    open_editor(page)
    page.context.set_offline(True)
    page.locator("[data-build]").click()
    expect(page.locator("[data-trouble]")).to_be_visible()


def two_texts(page: Page, world: World) -> None:
    """Another device saves while this one is in a tunnel."""
    page.context.set_offline(True)
    write(page, "FROM python:3.11-slim\n# in the tunnel\n")
    url = page.locator("[data-draft-url]").get_attribute("data-draft-url") or ""
    cookies = {one["name"]: one["value"] for one in page.context.cookies() if "name" in one}
    draft = {
        "file:Dockerfile": f"FROM python:3.11-slim\n# at home at {time.time()}\n",
        "commands": "docker build .",
        "revision": page.request.get(url).json()["revision"],
    }
    headers = {"X-CSRFToken": cookies["csrftoken"], "Referer": world.stack.url}
    assert page.request.post(url, form=draft, headers=headers).ok
    page.context.set_offline(False)
    expect(page.locator("[data-conflict]")).to_be_visible(timeout=20_000)


def closed_meanwhile(page: Page, world: World) -> None:
    open_editor(page)
    lab = "from labs.models import Lab\nLab.objects.filter(slug='ordre-et-cache')"
    world.stack.shell(f"from django.utils import timezone\n{lab}.update(closes_at=timezone.now())")
    try:
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(page.locator("[data-lab-notice]")).to_be_visible()
    finally:
        world.stack.shell(f"{lab}.update(closes_at=None)")
