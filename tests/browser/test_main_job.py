"""The main job, end to end, as a student does it."""

from __future__ import annotations

import re

from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignUp, write
from tests.stack import Stack

LAB = settings.BASE_DIR / "content" / "docker-fr" / "04-images" / "labs" / "premier-dockerfile"


def test_a_student_reads_builds_fails_mends_and_sees_the_progress(page: Page, sign_up: SignUp) -> None:
    sign_up("amelie")
    page.goto("/courses/docker-fr/")
    page.locator("form[action$='/join'] button").first.click()

    page.goto("/courses/docker-fr/04-images/")
    expect(page.locator("h1")).to_have_text("Images Docker")
    sections = page.locator("section[data-section]")
    assert sections.count() >= 12
    assert page.locator(".prose .highlight, .prose pre").count() > 10
    with page.expect_response(lambda r: r.url.endswith("/read") and r.status == 204):
        sections.nth(0).scroll_into_view_if_needed()
        page.mouse.wheel(0, 1200)

    page.goto("/labs/premier-dockerfile/")
    page.locator("[data-build]").click()
    step = page.locator(".step", has_text="py_compile")
    expect(step).to_be_visible()
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=30_000)
    expect(page.locator(".result")).to_contain_text("7")
    expect(page.locator(".cm-failed, .cm-line-failed, [data-failed-line]").first).to_be_visible()
    expect(page.locator(".stages .stopped")).to_have_attribute("data-stage", "build")
    expect(page.locator(".stages .done")).to_have_count(2)
    expect(step).to_contain_text("No such file or directory")

    write(page, (LAB / "solution" / "Dockerfile").read_text())
    page.locator("[data-commands]").fill((LAB / "solution" / "commands.txt").read_text())
    page.keyboard.press("Control+Enter")
    expect(page.locator(".step", has_text="COPY phrase.py")).to_be_visible()
    expect(page.locator(".result")).to_contain_text("100", timeout=30_000)

    page.goto("/courses/docker-fr/04-images/")
    expect(page.locator("body")).to_contain_text(re.compile(r"100\s*/\s*100|100\s*%"))


def test_a_reload_in_the_middle_loses_nothing(page: Page, sign_up: SignUp) -> None:
    sign_up("bruno")
    page.goto("/courses/docker-fr/")
    page.locator("form[action$='/join'] button").first.click()
    page.goto("/labs/premier-dockerfile/")
    slow = (
        "FROM python:3.11-slim\nRUN for i in 1 2 3 4; do echo tick $i; sleep 1; done\n"
        "COPY phrase.py phrases.txt /app/\n"
    )
    write(page, slow)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".step pre", has_text="tick 1")).to_have_count(1)
    page.reload()
    expect(page.locator(".step pre", has_text="tick 1")).to_have_count(1)
    expect(page.locator(".file.is-open .cm-content")).to_contain_text("tick")
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=30_000)


def test_text_is_kept_when_the_session_ended_or_the_network_is_away(
    page: Page, sign_up: SignUp, stack: Stack
) -> None:
    sign_up("chloe")
    page.goto("/courses/docker-fr/")
    page.locator("form[action$='/join'] button").first.click()
    page.goto("/labs/premier-dockerfile/")
    text = "FROM python:3.11-slim\nCOPY phrase.py phrases.txt /app/\n"
    write(page, text)
    state = page.context.storage_state()

    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("Control+Enter")
    expect(page.locator("dialog[data-signed-out]")).to_be_visible()
    session = next(cookie for cookie in state["cookies"] if cookie["name"] == "sessionid")
    # As by signing in in another window.
    page.context.add_cookies([{"name": "sessionid", "value": session["value"], "url": stack.url}])
    page.locator("[data-send-again]").click()
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=30_000)

    write(page, text + "RUN echo again\n")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-trouble]")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".file.is-open .cm-content")).to_contain_text("again")


def test_text_of_two_windows_is_kept_from_both(page: Page, sign_up: SignUp) -> None:
    sign_up("denis")
    page.goto("/courses/docker-fr/")
    page.locator("form[action$='/join'] button").first.click()
    page.goto("/labs/premier-dockerfile/")
    other = page.context.new_page()
    other.goto("/labs/premier-dockerfile/")
    write(page, "# from the first window\n")
    expect(page.locator("[data-saved]")).not_to_be_empty()
    expect(other.locator(".cm-content").first).to_contain_text(
        "first window"
    )  # it follows until it is written in
    write(other, "# from the second window\n")
    # Told once the second text is on the server: both windows save theirs there in turn.
    expect(page.locator("[data-restore-draft]")).not_to_have_attribute("hidden", "", timeout=15_000)
    page.reload()
    expect(page.locator(".file.is-open .cm-content")).to_contain_text("second")
    page.locator("[data-restore] summary").click()
    page.locator("[data-restore-draft]").click()
    expect(page.locator(".file.is-open .cm-content")).to_contain_text("first")


def test_what_commands_print_is_seen_and_a_failing_one_is_not_called_a_failed_build(
    page: Page, sign_up: SignUp
) -> None:
    sign_up("elise")
    page.goto("/courses/docker-fr/")
    page.locator("form[action$='/join'] button").first.click()
    page.goto("/labs/premier-dockerfile/")
    write(page, "FROM python:3.11-slim\nCOPY phrase.py phrases.txt /app/\n")
    page.locator("[data-commands]").fill(
        "docker build -t phrase .\ndocker images\ndocker run --rm phrase false"
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-live-state]")).to_have_text(re.compile("docker command|commande docker"))
    page.locator("[data-commands]").fill("docker build -t phrase .\ndocker images")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-live-title]")).to_contain_text("2")
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-live-log] .log")).to_contain_text("IMAGE ID")
