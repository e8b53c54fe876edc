"""The workbench while one writes and while it builds, and what luck may bring: a real Chromium, nothing mocked."""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import SignUp, write
from tests.stack import Stack

LAB = "/labs/premier-dockerfile/"
MOST_BYTES = 450 * 1024
BASE = "FROM python:3.11-slim\n"
STAGES = """\
FROM debian:12-slim AS outils
RUN echo un > /un
FROM python:3.11-slim
RUN dd if=/dev/zero of=/gros bs=1M count=3
COPY --from=outils /un /un
"""
Open = Callable[[str], None]


@pytest.fixture
def open_lab(page: Page, sign_up: SignUp) -> Open:
    def make(name: str) -> None:
        sign_up(name)
        page.goto("/courses/docker-fr/")
        page.locator("form[action$='/join'] button").first.click()
        page.goto(LAB)
        write_tab = page.locator("#tab-editor")
        if write_tab.is_visible():
            write_tab.click()

    return make


def write_and_save(page: Page, text: str) -> None:
    with page.expect_response(
        lambda answer: answer.url.endswith("/draft") and answer.request.method == "POST"
    ):
        write(page, text)


@pytest.mark.parametrize("context", [("fr-FR", 1280), ("en-GB", 390)], indirect=True)
def test_problems_are_shown_as_one_types_and_each_line_has_its_cost_after_a_build(
    page: Page, open_lab: Open
) -> None:
    open_lab(f"fanny-{page.viewport_size['width'] if page.viewport_size else 0}")
    write(page, "FROM nowhere:1\nRUN cd /srv && ls\n")
    checked = page.locator("[data-checked]")
    expect(checked).to_have_attribute("data-worst", "error")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
    checked.locator("summary").click()
    expect(checked.locator("li", has_text="DL3003")).to_be_visible()
    checked.locator("li a", has_text="Dockerfile:2").first.click()
    page.keyboard.press("Escape")
    expect(page.locator("[data-keys]")).to_be_focused()

    write(page, STAGES)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=30_000)
    expect(page.locator(".stage-columns section")).to_have_count(2)
    if (editor := page.locator("#tab-editor")).is_visible():
        editor.click()
    expect(page.locator(".cm-cost", has_text=re.compile(r"3[.,]15\sM[Bo]"))).to_have_count(1)
    costs = page.locator(".cm-cost").count()
    page.locator(".cm-line", has_text="dd if=").click()
    page.keyboard.press("End")
    page.keyboard.type("0")
    expect(page.locator(".cm-cost")).to_have_count(costs - 1)


def test_instructions_base_images_and_earlier_commands_are_offered(page: Page, open_lab: Open) -> None:
    open_lab("gaston")
    write(page, "")
    page.keyboard.type("fro")
    expect(page.locator("[role=option]").first).to_have_text("FROM")
    page.wait_for_timeout(200)  # the list takes no key that may have been meant for the text
    page.keyboard.press("Enter")
    page.keyboard.type("pyth")
    page.locator("[role=option]", has_text="python:3.11-slim").click()
    expect(page.locator(".cm-content")).to_have_text("FROM python:3.11-slim")

    commands = page.locator("[data-commands]")
    commands.fill("docker build -t premier .")
    commands.press("Control+Enter")
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=30_000)
    page.reload()
    commands.fill("docker build")
    commands.press("ArrowUp")
    expect(commands).to_have_value("docker build -t premier .")
    commands.press("ArrowDown")
    expect(commands).to_have_value("docker build")


def test_two_devices_never_overwrite_each_other_unseen(page: Page, open_lab: Open, stack: Stack) -> None:
    open_lab("hugo")
    write_and_save(page, BASE + "# on the first device\n")
    assert page.context.browser
    device = page.context.browser.new_context(
        base_url=stack.url,
        locale="fr-FR",
        storage_state={"cookies": page.context.storage_state()["cookies"], "origins": []},
    )
    other = device.new_page()
    other.goto(LAB)
    expect(other.locator(".cm-content").first).to_contain_text("on the first device")

    device.set_offline(True)
    write(other, BASE + "# in the train\n")
    write_and_save(page, BASE + "# at home\n")
    device.set_offline(False)
    dialog = other.locator("[data-conflict]")
    expect(dialog).to_contain_text("in the train", timeout=20_000)
    expect(dialog).to_contain_text("at home")
    dialog.locator("[value=mine]").click()
    other.locator("[data-restore] summary").click()
    other.locator("[data-restore-draft]").click()
    expect(other.locator(".cm-content").first).to_contain_text("at home")
    device.close()


def test_a_build_is_cancelled_and_the_next_one_starts(page: Page, open_lab: Open) -> None:
    open_lab("ines")
    write(page, BASE + "RUN sleep 60\n")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".step[data-status=running]", has_text="sleep 60")).to_be_visible()
    page.locator("[data-cancel]").click()
    expect(page.locator(".result[data-state=cancelled]")).to_be_visible()
    expect(page.locator("[data-cancel]")).to_be_hidden()
    write(page, BASE + "COPY phrase.py /app/\n")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=30_000)


def test_where_event_streams_are_blocked_the_page_asks(page: Page, open_lab: Open) -> None:
    page.route("**/events/**", lambda route: route.abort())
    open_lab("jules")
    write(page, BASE + "COPY phrase.py /app/\n")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=30_000)
    expect(page.locator(".step", has_text="COPY phrase.py")).to_have_count(1)


def test_a_stream_that_broke_is_resumed_where_it_was(page: Page, open_lab: Open) -> None:
    resumed: list[str] = []

    def note(route: Route) -> None:
        resumed.append(route.request.headers.get("last-event-id", ""))
        route.continue_()

    open_lab("karim")
    page.route("**/events/**", note)
    write(page, BASE + "RUN for i in 1 2 3 4 5 6 7 8; do echo tic $i; sleep 1; done\n")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".step pre", has_text="tic 2")).to_have_count(1)
    page.context.set_offline(True)
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=40_000)
    log = page.locator(".step pre", has_text="tic 8").text_content() or ""
    assert [log.count(f"tic {number}\n") for number in range(1, 9)] == [1] * 8


def test_a_lab_that_closes_meanwhile_says_so_and_the_text_can_be_taken_away(
    page: Page, open_lab: Open, stack: Stack
) -> None:
    open_lab("lea")
    shell = (
        "from django.utils import timezone as t\nfrom labs.models import Lab\n"
        "Lab.objects.filter(slug='premier-dockerfile')"
    )
    write_and_save(page, BASE + "# presque fini\n")
    stack.shell(f"{shell}.update(closes_at=t.now())")
    try:
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(page.locator("[data-lab-notice]")).to_be_visible()
        expect(page.locator("[data-build]")).to_be_disabled()
        page.locator("[data-restore] summary").click()
        with page.expect_download() as kept:
            page.locator("[data-download]").click()
        assert "presque fini" in kept.value.path().read_text()
    finally:
        stack.shell(f"{shell}.update(closes_at=None, brief='Autrement.')")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-lab-notice]")).to_contain_text(re.compile("changed|modifié"))
    expect(page.locator("[data-build]")).to_be_enabled()


def test_long_lines_other_directions_and_a_mebibyte_of_log_do_no_harm(page: Page, open_lab: Open) -> None:
    open_lab("marius")
    text = BASE + "# " + "x" * 3000 + "\n# שלום 🐋 \u202eabc\nRUN yes 0123456789 | head -c 1100000\n"
    write(page, text)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=40_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.reload()
    expect(page.locator("textarea[data-source]").first).to_have_value(re.compile("שלום 🐋"))


def test_without_javascript_it_is_a_form(page: Page, open_lab: Open, stack: Stack) -> None:
    open_lab("nora")
    assert page.context.browser
    plain: BrowserContext = page.context.browser.new_context(
        base_url=stack.url, java_script_enabled=False, storage_state=page.context.storage_state()
    )
    form = plain.new_page()
    form.goto(LAB)
    form.locator("textarea[name='file:Dockerfile']").fill(BASE + "COPY phrase.py /app/\n")
    form.locator("[data-build]").click()
    form.wait_for_url("**/submissions/*/")
    expect(form.locator(".result[data-state=graded]")).to_be_visible(
        timeout=40_000
    )  # the page looks again by itself
    plain.close()


def test_the_page_with_the_editor_is_light(page: Page, open_lab: Open) -> None:
    open_lab("oscar")
    page.reload(wait_until="networkidle")
    loaded: list[str] = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    sizes = {url: compressed(url, page.request.get(url).body()) for url in {page.url, *loaded}}
    total = sum(sizes.values())
    sys.stderr.write(f"the lab's page: {total / 1024:.0f} KiB compressed in {len(sizes)} files\n")
    assert any(url.endswith("workbench.js") for url in sizes)
    assert 100 * 1024 < total < MOST_BYTES, sizes


def compressed(url: str, body: bytes) -> int:
    """Bytes; a font's own format is compressed as it is."""
    return len(body if url.endswith((".woff2", ".woff")) else gzip.compress(body, 6))
