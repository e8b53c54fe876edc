"""The main job, end to end, as a student does it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.actions import assert_fits, build, expect_graded, read_a_section, sign_up
from tests.browser.conftest import Window, open_editor
from tests.browser.world import LAB


def test_a_student_signs_up_reads_builds_fails_mends_and_sees_the_progress(
    page: Page, window: Window
) -> None:
    page.goto("/accounts/signup/")
    sign_up(page, f"amelie-{window}")
    page.goto("/courses/docker-fr/")
    page.locator("form[action$='/join'] button").first.click()

    page.goto("/courses/docker-fr/04-images/")
    expect(page.locator("h1")).to_have_text("Images Docker")
    assert page.locator("section[data-section]").count() >= 12
    assert page.locator(".prose .highlight, .prose pre").count() > 10
    read_a_section(page)

    page.goto(f"/labs/{LAB.name}/")
    open_editor(page)
    page.locator("[data-build]").click()
    step = page.locator(".step", has_text="py_compile")
    expect(step).to_be_visible()
    expect_graded(page)
    expect(page.locator(".verdict-score strong")).to_have_text("0")
    expect(page.locator(".cm-failed, .cm-line-failed, [data-failed-line]").first).to_be_attached()
    expect(page.locator(".stages .stopped")).to_have_attribute("data-stage", "build")
    expect(page.locator(".stages .done")).to_have_count(2)
    expect(step).to_contain_text("No such file or directory")

    open_editor(page)
    page.locator("[data-commands]").fill((LAB / "solution" / "commands.txt").read_text())
    build(page, (LAB / "solution" / "Dockerfile").read_text())
    expect(page.locator(".step", has_text="COPY phrase.py")).to_be_visible()
    expect(page.locator(".verdict-score strong")).to_have_text("100", timeout=60_000)
    assert_fits(page)

    page.goto("/courses/docker-fr/04-images/")
    expect(page.locator("body")).to_contain_text(re.compile(r"100\s*/\s*100|100\s*%"))
