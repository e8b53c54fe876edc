"""Bad input and bad luck at the workbench: what may go wrong for a learner, a test each, in both windows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.actions import (
    BASE,
    LISTEN,
    PLAIN,
    assert_fits,
    build,
    expect_graded,
    sign_in,
    write_and_save,
)
from tests.browser.conftest import (
    NARROW,
    WIDE,
    OpenContext,
    OpenLab,
    Window,
    only_narrow,
    open_editor,
    write,
)
from tests.browser.world import LAB
from tests.stack import Stack

SOLUTION = (LAB / "solution" / "Dockerfile").read_text()
COMMANDS = (LAB / "solution" / "commands.txt").read_text().strip()

SIGNED_OUT = re.compile("déconnecté|signed out")


@pytest.fixture
def outsider(newcomers: Iterator[tuple[str, str]], stack: Stack) -> str:
    """The name of somebody who takes part in no course."""
    name, _ = next(newcomers)
    stack.shell(
        f"from labs.models import Enrolment\nEnrolment.objects.filter(user__username='{name}').delete()"
    )
    return name


def test_the_session_expires_in_the_middle_of_an_edit(
    page: Page, context: BrowserContext, open_lab: OpenLab, learner: str, outsider: str
) -> None:
    open_lab()
    context.clear_cookies(name="sessionid")
    write(page, PLAIN)
    expect(page.locator("[data-saved]")).to_have_text(SIGNED_OUT)
    page.keyboard.press("Control+Enter")
    dialog = page.locator("dialog[data-signed-out]")
    with context.expect_page() as opened:
        dialog.locator("[data-login]").click()
    elsewhere = opened.value
    sign_in(elsewhere, outsider)
    dialog.locator("[data-send-again]").click()
    expect(page.locator("[data-trouble]")).to_contain_text(outsider)
    expect(page.locator("[data-checked-summary]")).to_contain_text(outsider)
    assert_fits(page)

    context.clear_cookies(name="sessionid")
    page.locator("[data-build]").click()
    elsewhere.goto("/accounts/login/")
    sign_in(elsewhere, learner)
    elsewhere.close()
    dialog.locator("[data-send-again]").click()
    expect_graded(page)
    expect(page.locator(".file.is-open .cm-content")).to_contain_text("COPY phrase.py")
    expect(page.locator("[data-checked-summary]")).not_to_have_text(SIGNED_OUT)
    expect(page.locator("[data-saved]")).not_to_have_text(SIGNED_OUT)


def test_the_network_is_lost_and_comes_back(page: Page, context: BrowserContext, open_lab: OpenLab) -> None:
    open_lab()
    context.set_offline(True)
    write(page, PLAIN)
    expect(page.locator("[data-saved]")).not_to_be_empty()
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-trouble]")).to_be_visible()
    context.set_offline(False)
    expect_graded(page)
    expect(page.locator("[data-trouble]")).to_be_hidden()


def test_a_stream_that_broke_is_resumed_where_it_was(
    page: Page, context: BrowserContext, open_lab: OpenLab
) -> None:
    open_lab()
    build(page, BASE + "RUN for i in 1 2 3 4 5 6; do echo tic $i; sleep 1; done\n")
    expect(page.locator(".step pre", has_text="tic 2")).to_have_count(1)
    page.evaluate(LISTEN)
    context.set_offline(True)
    expect(page.locator("[data-live-note]")).to_be_visible()
    lost = page.locator("[data-live-note]").text_content() or ""
    page.wait_for_timeout(3000)  # it looks again meanwhile
    context.set_offline(False)
    expect_graded(page)
    assert page.evaluate("heard").count(lost.strip()) == 1
    expect(page.locator("[data-live-note]")).to_be_hidden()
    log = page.locator(".step pre", has_text="tic 6").text_content() or ""
    assert [log.count(f"tic {number}\n") for number in range(1, 7)] == [1] * 6


@only_narrow  # the same script in any window
def test_a_result_that_does_not_come_is_asked_for_until_it_does(
    page: Page, context: BrowserContext, open_lab: OpenLab
) -> None:
    """The network is lost, with the stream still open, until the attempt has ended."""
    page.clock.install()
    open_lab()
    page.route("**/submissions/*/result", lambda route: route.abort())
    build(page, PLAIN)
    missing, again = page.locator("[data-live-note]"), page.locator("[data-live-again]")
    expect(missing).to_contain_text("could not be fetched", timeout=60_000)
    expect(page.locator("[data-live-state]")).not_to_have_text(re.compile("Graded"))
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))  # no pause ends by itself from here on
    with page.expect_request("**/submissions/*/result"):
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(again).to_have_text("Ask now")
    page.unroute_all()
    again.press("Enter")
    expect_graded(page)
    expect(page.locator("[data-live-state]")).to_have_text("Graded")
    expect(missing.or_(again).locator("visible=true")).to_have_count(0)
    expect(page.locator("[data-live-title]")).to_be_focused()


def test_text_of_two_tabs_is_kept_from_both(page: Page, context: BrowserContext, open_lab: OpenLab) -> None:
    open_lab()
    other = context.new_page()
    other.goto(page.url)
    write(page, "# from the first tab\n")
    expect(other.locator(".cm-content").first).to_contain_text(
        "first tab"
    )  # it follows until it is written in
    write(other, "# from the second tab\n")
    # Told once the second text is on the server: both tabs save theirs there in turn.
    expect(page.locator("[data-restore-draft]")).not_to_have_attribute("hidden", "", timeout=15_000)
    page.reload()
    open_editor(page)
    expect(page.locator(".file.is-open .cm-content")).to_contain_text("second")
    page.locator("[data-restore] summary").click()
    page.locator("[data-restore-draft]").click()
    expect(page.locator(".file.is-open .cm-content")).to_contain_text("first")


def test_two_devices_never_overwrite_each_other_unseen(
    page: Page, context: BrowserContext, open_lab: OpenLab, open_context: OpenContext, window: Window
) -> None:
    open_lab()
    write_and_save(page, BASE + "# on the first device\n")
    session = {"cookies": context.storage_state()["cookies"], "origins": []}
    device = open_context(window, storage_state=session)
    other = device.new_page()
    other.goto(page.url)
    expect(other.locator(".cm-content").first).to_contain_text("on the first device")

    device.set_offline(True)
    write(other, BASE + "# in the train\n")
    write_and_save(page, BASE + "# at home\n")
    device.set_offline(False)
    dialog = other.locator("[data-conflict]")
    expect(dialog).to_contain_text("in the train", timeout=20_000)
    expect(dialog).to_contain_text("at home")
    assert_fits(other)
    dialog.locator("[value=mine]").click()
    other.locator("[data-restore] summary").click()
    other.locator("[data-restore-draft]").click()
    expect(other.locator(".cm-content").first).to_contain_text("at home")


CHANGED_LAB = "nettoyer-dans-la-meme-couche"
CHANGE = f"""
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone
from labs.models import Lab
lab = Lab.objects.filter(slug="{CHANGED_LAB}")
"""


def test_the_lab_is_closed_and_changed_while_one_writes(page: Page, open_lab: OpenLab, stack: Stack) -> None:
    open_lab(CHANGED_LAB)
    write_and_save(page, BASE + "# presque fini\n")
    stack.shell(f"{CHANGE}lab.update(closes_at=timezone.now())")
    try:
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(page.locator("[data-lab-notice]")).to_have_text(re.compile("fermé|closed"))
        expect(page.locator("[data-build]")).to_be_disabled()
        page.locator("[data-restore] summary").click()
        with page.expect_download() as kept:
            page.locator("[data-download]").click()
        assert "presque fini" in kept.value.path().read_text()
    finally:
        stack.shell(f"{CHANGE}lab.update(closes_at=None, brief=Concat('brief', Value('\\n\\nAutrement.')))")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-lab-notice]")).to_have_text(re.compile("modifié|changed"))
    expect(page.locator("[data-build]")).to_be_enabled()
    page.reload()
    expect(page.locator("#pane-brief")).to_contain_text("Autrement.")
    open_editor(page)
    expect(page.locator(".file.is-open .cm-content")).to_contain_text("presque fini")


def test_without_javascript_one_reads_submits_a_form_and_sees_the_grade(
    context: BrowserContext, learner: str, open_context: OpenContext, window: Window
) -> None:
    plain = open_context(window, java_script_enabled=False, storage_state=context.storage_state())
    page = plain.new_page()
    page.goto("/courses/docker-fr/04-images/")
    expect(page.locator(".prose section").first).to_be_visible()
    page.locator(".all-read button").click()
    expect(page.locator("[data-anchor]:not(.is-read)")).to_have_count(0)
    expect(page.locator("[data-anchor].is-read")).not_to_have_count(0)
    expect(page.locator("#module-end")).to_be_in_viewport()
    page.locator(f"a[href='/labs/{LAB.name}/']").first.click()
    page.locator("textarea[name='file:Dockerfile']").fill(SOLUTION)
    page.locator("textarea[name=commands]").fill(COMMANDS)
    page.locator("[data-build]").click()
    page.wait_for_url("**/submissions/*/")
    expect(page.locator(".attempt-head noscript p")).to_be_visible()
    expect_graded(page)  # the page looks again by itself, and says so
    expect(page.locator(".verdict-score")).to_contain_text("100")
    assert_fits(page)


def test_very_long_lines_other_directions_emoji_and_a_mebibyte_of_log_do_no_harm(
    page: Page, open_lab: OpenLab
) -> None:
    open_lab()
    text = BASE + "# " + "x" * 3000 + "\n# שלום 🐋 \u202eabc\nRUN yes 0123456789 | head -c 1100000\n"
    build(page, text)
    expect_graded(page)
    assert_fits(page)
    page.reload()
    for pane in ("build", "attempts"):
        page.locator(f"#tab-{pane}").click()
        assert_fits(page)
    expect(page.locator("textarea[data-source]").first).to_have_value(text)
    page.locator("table.attempts a").first.click()
    page.wait_for_url("**/submissions/*/")
    expect(page.locator(".source-file").first).to_contain_text("שלום 🐋")
    expect(page.locator("pre.log").last).to_contain_text("0123456789")
    assert_fits(page)


Press = Callable[[Locator], None]


def main_job(page: Page, press: Press) -> None:
    """From the module to the grade of its first lab."""
    page.goto("/courses/docker-fr/04-images/")
    assert_fits(page)
    press(page.locator(f"a[href='/labs/{LAB.name}/']").last)
    page.wait_for_url("**/labs/**")
    expect(page.locator("#pane-brief")).to_be_visible()
    press(page.locator("#tab-editor"))
    write(page, SOLUTION)
    commands = page.locator("[data-commands]")
    press(commands)
    commands.fill(COMMANDS)
    assert_fits(page)
    press(page.locator("[data-build]"))
    expect(page.locator("[data-live-title]")).to_be_in_viewport()
    expect_graded(page)
    expect(page.locator(".verdict-score")).to_contain_text("100")
    assert_fits(page)


@pytest.mark.parametrize("window", [WIDE, NARROW], ids=lambda window: window.language)
def test_in_a_browser_zoomed_to_400_percent(
    context: BrowserContext, learner: str, open_context: OpenContext, window: Window
) -> None:
    zoomed = open_context(
        window,
        viewport={"width": 1280 // 4, "height": 1024 // 4},
        device_scale_factor=4,
        storage_state=context.storage_state(),
    )
    main_job(zoomed.new_page(), Locator.click)


@pytest.mark.parametrize("window", [WIDE, NARROW], ids=lambda window: window.language)
def test_on_a_phone_of_360_px(
    context: BrowserContext, learner: str, open_context: OpenContext, window: Window
) -> None:
    phone = open_context(
        window,
        viewport={"width": 360, "height": 640},
        device_scale_factor=3,
        is_mobile=True,
        has_touch=True,
        storage_state=context.storage_state(),
    )
    main_job(phone.new_page(), Locator.tap)
