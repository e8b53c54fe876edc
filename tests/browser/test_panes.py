"""The workbench's panes: which one is open, and what is in reach from each of them."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.actions import BASE, PLAIN, assert_fits, build, expect_graded
from tests.browser.conftest import OpenLab, only_narrow, only_wide, write

MANY_FILES = "contexte-et-secrets"
COVERED = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const bar = document.querySelector(".build-bar").getBoundingClientRect();
  return box.bottom > bar.top && box.top < bar.bottom;
}"""


@only_narrow  # beside the editor the button stands anyway
def test_a_phone_has_the_build_button_on_every_pane(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    write(page, "FROM nowhere:1\n")
    button = page.locator("[data-build]")
    for pane in ("brief", "build", "attempts", "editor"):
        page.locator(f"#tab-{pane}").click()
        expect(button).to_be_in_viewport(ratio=1)
        assert_fits(page)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        foot, bar = (page.locator(one).bounding_box() for one in (".site-footer", ".build-bar"))
        assert foot
        assert bar
        assert foot["y"] + foot["height"] <= bar["y"] + 1

    page.locator("#tab-brief").click()
    button.click()
    expect(page.locator("[data-problems]")).to_be_focused()  # in the editor's pane
    write(page, PLAIN)
    page.locator("#tab-brief").click()
    button.click()
    expect_graded(page)


@only_wide  # on a phone the button stands anyway
def test_a_refusal_leaves_the_build_button_in_sight(page: Page, open_lab: OpenLab) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    open_lab()
    write(page, BASE + "WORKDIR /a\n" * 8 + "COPY --from=nowhere /a /a\n")
    page.locator("[data-commands]").fill("docker build .\n" + "docker psuh a\n" * 6)
    page.locator("[data-checked] summary").click()
    expect(page.locator("[data-checked] li")).to_have_count(7)
    page.locator("[data-build]").click()
    expect(page.locator("[data-problems] li")).to_have_count(7)
    expect(page.locator("[data-build]")).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-problems]")).to_be_in_viewport(ratio=1)
    expect(page.locator(".cm-line", has_text="nowhere")).to_be_in_viewport(ratio=1)


@only_narrow
def test_the_brief_leads_on_to_the_editor_and_nothing_focused_is_covered(page: Page, learner: str) -> None:
    page.goto("/labs/premier-dockerfile/")
    links = page.locator("#pane-brief a")
    for number in range(links.count()):
        page.keyboard.press("Tab")
        links.nth(number).focus()
        assert not page.evaluate(COVERED)
    page.locator(".to-editor").click()
    expect(page.locator("#tab-editor")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".file.is-open .editor")).to_be_focused()
    expect(page.locator(".to-editor")).to_be_hidden()


def test_the_open_pane_is_kept_in_the_address(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    build(page, PLAIN)
    expect_graded(page)
    expect(page).to_have_url(re.compile("#build$"))
    page.locator(".result a[href*='/image']").first.click()
    page.wait_for_url("**/submissions/**")
    page.go_back()
    expect(page.locator(".result")).to_be_visible()
    page.reload()
    expect(page.locator(".result")).to_be_visible()
    page.goto("/labs/premier-dockerfile/#attempts")
    expect(page.locator("table.attempts")).to_be_visible()
    page.goto("/labs/premier-dockerfile/?from=1#build")
    expect(page.locator(".result")).to_be_visible()


def test_who_goes_on_from_an_attempt_is_at_its_files_and_told_where_the_text_from_before_is(
    page: Page, open_lab: OpenLab
) -> None:
    open_lab()
    build(page, PLAIN)
    expect_graded(page)
    write(page, "# written since\n")
    page.goto("/labs/premier-dockerfile/?from=1")
    editor, notice = page.locator(".file.is-open .cm-content"), page.locator("[data-text-notice]")
    expect(editor).to_be_in_viewport()
    expect(editor).to_contain_text("COPY phrase.py")
    expect(notice).to_contain_text("1")
    expect(notice).to_contain_text(page.locator("[data-restore-draft]").text_content() or "")
    assert_fits(page)
    page.locator("[data-restore] summary").click()
    page.locator("[data-restore-draft]").click()
    expect(editor).to_contain_text("written since")
    expect(notice).to_be_hidden()


def test_files_that_do_not_fit_are_listed_in_a_menu(page: Page, open_lab: OpenLab) -> None:
    open_lab(MANY_FILES)
    menu = page.locator("[data-all-files]")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    last = menu.locator("button").last
    expect(menu.locator("button")).to_have_count(page.locator(".file-tabs [role=tab]").count())
    last.press("Enter")
    tab = page.locator(".file-tabs [role=tab]").last
    expect(tab).to_be_focused()
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(tab).to_be_in_viewport(ratio=1)
    expect(menu).not_to_have_attribute("open", "")
    assert_fits(page)


@only_wide
def test_files_that_fit_have_no_menu(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    expect(page.locator("[data-all-files]")).to_be_hidden()


def test_another_tab_learns_of_the_attempt(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    other = page.context.new_page()
    other.goto(page.url)
    build(page, PLAIN)
    expect_graded(page)
    expect(other.locator("[data-attempt-count]")).to_have_text("1")


def test_a_running_step_counts_its_seconds(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    build(page, BASE + "RUN sleep 4\n")
    time = page.locator(".step[data-status=running]", has_text="sleep 4").locator(".step-time")
    for passed in (1, 2):
        expect(time).to_have_text(re.compile(rf"^{passed}\ss$"))
    expect(time).to_have_attribute("aria-hidden", "true")
    expect_graded(page)
