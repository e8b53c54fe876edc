"""The image of a real build, looked into: by mouse, by keyboard, and beside the next attempt."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.actions import PLAIN, assert_fits, build, expect_graded
from tests.browser.conftest import OpenContext, OpenLab, only_wide

WASTEFUL = """\
FROM python:3.11-slim
COPY phrase.py phrases.txt /app/
RUN dd if=/dev/zero of=/app/big.bin bs=1M count=5
RUN rm /app/big.bin
"""
MEGABYTES = re.compile("5[.,]24")


def test_a_student_sees_what_each_line_costs_and_in_which_files(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    build(page, WASTEFUL)
    expect_graded(page)

    page.locator(".image-card a[href$='/image/']").click()
    page.wait_for_url("**/image/")
    row = page.locator(".cost-table tbody tr", has_text="dd if=/dev/zero")
    expect(row.locator("td").first).to_have_text("3")
    expect(row.locator(".hidden-bytes")).to_have_text(MEGABYTES)
    expect(page.locator(".cost-table tbody tr", has_text="RUN rm").locator(".sign.is-removed")).to_have_count(
        1
    )
    expect(page.locator(".cost-table .is-files a").first).to_have_accessible_name(
        re.compile(r"0\s?: \d{4} (ajoutés|added)")
    )
    expect(page.locator(".map-place .treemap .tile").first).to_be_visible()
    assert_fits(page)

    row.get_by_role("link").click()
    expect(page.locator(".files-table tbody tr")).to_have_count(1)
    opener = page.get_by_role("button", name=re.compile("app"))
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(opener).to_have_accessible_name(re.compile(r"^(Dossier|Folder) app"))
    inner = page.locator("tr.depth-1", has_text="big.bin")
    expect(inner).to_contain_text(MEGABYTES)
    expect(inner.locator("th")).to_contain_text(re.compile("niveau 2|level 2"))
    page.keyboard.press("Enter")
    expect(inner).to_have_count(0)

    page.goto(page.url.split("?")[0])
    page.locator(".treemap a", has_text="usr").first.click(position={"x": 10, "y": 8})
    expect(page.locator(".folder-steps [aria-current]")).to_have_text("usr")
    page.locator("#sought").fill("PHRASE.py")
    page.keyboard.press("Enter")
    expect(page.locator(".files-table tbody th bdi")).to_have_text(["/app/phrase.py"])
    for part in ("largest", "lists"):
        page.locator(f".explorer-tabs a[href$='{part}']").click()
        expect(page.locator("main table").first).to_be_visible()
        assert_fits(page)
    first = page.url.split("/image/")[0]

    open_lab()
    build(page, PLAIN)
    expect(page.locator("[data-live-title]")).to_contain_text("2")
    expect_graded(page)
    page.locator(".image-card a[href$='/image/']").click()
    page.wait_for_url(lambda url: url.endswith("/image/") and first not in url)
    page.locator(".explorer-tabs a[href$='comparison']").click()
    expect(page.locator("#comparison-head")).to_contain_text("1")
    expect(page.locator(".figures-table tbody tr").first.locator(".shrank")).to_have_text(
        re.compile("−5[.,]24")
    )


@only_wide  # without scripts, where there is little that a window could change
def test_without_javascript_folders_are_links(
    page: Page, context: BrowserContext, open_lab: OpenLab, open_context: OpenContext
) -> None:
    open_lab()
    build(page, PLAIN)
    expect_graded(page)
    page.locator(".image-card a[href$='/image/']").click()
    page.wait_for_url("**/image/")
    read = open_context(java_script_enabled=False, storage_state=context.storage_state()).new_page()
    read.goto(page.url)
    read.locator("main a[href$='/image/files']").last.click()
    read.locator(".files-table th a", has_text="app").click()
    expect(read.locator(".files-table tbody tr", has_text="phrase.py")).to_have_count(1)
