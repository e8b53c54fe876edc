"""The workbench while one writes: problems, costs of lines, completion, history of commands."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.actions import BASE, build, expect_graded
from tests.browser.conftest import OpenLab, open_editor, write

# What CodeMirror says stands in its shadow root, and only for a moment.
LISTEN_TO_THE_EDITOR = """() => {
  window.heard = [];
  const voice = document.querySelector(".file.is-open .editor").shadowRoot.querySelector(".cm-announced");
  new MutationObserver(() => heard.push(voice.textContent.trim())).observe(voice, { childList: true });
}"""


def test_problems_are_shown_as_one_types_and_each_line_has_its_cost_after_a_build(
    page: Page, open_lab: OpenLab
) -> None:
    open_lab()
    page.evaluate(LISTEN_TO_THE_EDITOR)
    write(page, BASE + "RUN cd /srv && ls\nFROM nowhere:1\n")
    assert page.evaluate("heard")[0] in ("Sélection supprimée", "Selection deleted")
    checked = page.locator("[data-checked]")
    expect(checked).to_have_attribute("data-worst", "error")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
    for line in (2, 3):
        page.keyboard.press("F8")
        assert re.search(rf"(ligne|line) {line}\s?: \w", " ".join(page.evaluate("heard.splice(0)")))
    checked.locator("summary").click()
    expect(checked.locator("li", has_text="DL3003")).to_be_visible()
    places = checked.locator("li a").all_text_contents()
    assert places == sorted(places)
    checked.locator("li a", has_text="Dockerfile:2").first.click()
    page.keyboard.press("Escape")
    expect(page.locator("[data-keys]")).to_be_focused()

    build(page, BASE + "RUN dd if=/dev/zero of=/gros bs=1M count=3\nRUN true\n")
    expect_graded(page)
    open_editor(page)
    expect(page.locator(".cm-cost", has_text=re.compile(r"3[.,]15\sM[Bo]"))).to_have_count(1)
    # Neither the base image nor what costs nothing has a bar.
    expect(page.locator(".cm-cost svg")).to_have_count(1)
    expect(page.locator(".cm-cost rect")).to_have_attribute("width", "1000")
    costs = page.locator(".cm-cost").count()
    page.locator(".cm-line", has_text="dd if=").click()
    page.keyboard.press("End")
    page.keyboard.type("0")
    expect(page.locator(".cm-cost")).to_have_count(costs - 1)


def test_instructions_base_images_and_earlier_commands_are_offered(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    write(page, "")
    page.keyboard.type("fro")
    expect(page.locator("[role=option]").first).to_have_text("FROM")
    page.wait_for_timeout(200)  # the list takes no key that may have been meant for the text
    page.keyboard.press("Enter")
    page.keyboard.type("pyth")
    page.locator("[role=option]", has_text="python:3.11-slim").click()
    expect(page.locator(".cm-content")).to_have_text("FROM python:3.11-slim")

    commands = page.locator("[data-commands]")
    expect(page.locator("[data-recall]")).to_be_hidden()  # there are none yet
    commands.fill("docker build -t premier .")
    commands.press("Control+Enter")
    expect_graded(page)
    open_editor(page)
    expect(page.locator("[data-recall]")).to_be_visible()
    commands.fill("docker build")
    commands.press("ArrowUp")
    expect(commands).to_have_value("docker build -t premier .")

    page.reload()
    open_editor(page)
    expect(commands).to_have_accessible_description(re.compile("Arrow up|Flèche haut"))
    commands.fill("docker build")
    commands.press("ArrowUp")
    expect(commands).to_have_value("docker build -t premier .")
    commands.press("ArrowDown")
    expect(commands).to_have_value("docker build")


def test_files_of_each_kind_have_a_tab_and_the_starter_comes_back(page: Page, open_lab: OpenLab) -> None:
    open_lab("golf")
    starter = page.locator(".file.is-open .cm-content").inner_text()
    tabs = page.locator(".file-tabs [role=tab]")
    tabs.first.focus()
    page.keyboard.press("End")
    expect(tabs.last).to_be_focused()
    expect(tabs.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    write(page, "# autre chose\n")
    page.locator("[data-restore] summary").click()
    page.locator("[data-restore-starter]").click()
    assert page.locator(".file.is-open .cm-content").inner_text() == starter
    page.locator("[data-restore] summary").click()
    page.locator("[data-restore-draft]").click()
    expect(page.locator(".file.is-open .cm-content")).to_contain_text("autre chose")
