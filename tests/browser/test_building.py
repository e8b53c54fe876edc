"""While it builds: the queue, the timeline, the log, what is announced, and how one stops it or goes away."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.actions import BASE, LISTEN, PLAIN, build, expect_graded
from tests.browser.conftest import OpenContext, OpenLab, Window, only_narrow, only_wide
from tests.browser.world import LAB
from tests.client import Visitor
from tests.stack import Stack

STAGES = """\
FROM debian:12-slim AS outils
RUN echo un > /un
FROM python:3.11-slim
RUN dd if=/dev/zero of=/gros bs=1M count=3
COPY --from=outils /un /un
"""
# Three builds of ten seconds, so that there is something to estimate from.
TEN_SECONDS = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from grading.models import Submission
from labs.models import Lab
lab, somebody = Lab.objects.get(slug="golf"), User.objects.get(username="{name}")
now = timezone.now()
for number in (1, 2, 3):
    Submission.objects.create(lab=lab, learner=somebody, number=number, files={{}}, state="graded",
                              started_at=now - timedelta(seconds=10), finished_at=now)
"""


def test_a_build_is_seen_and_heard_from_its_first_step_to_the_grade(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    page.evaluate(LISTEN)
    build(page, STAGES)
    expect_graded(page)
    expect(page.locator(".stage-columns section h4")).to_have_text(
        [re.compile("outils"), re.compile("stage-1")]
    )
    first, second = (box.bounding_box() for box in page.locator(".stage-columns section").all())
    assert first
    assert second
    assert first["y"] == second["y"] or first["x"] == second["x"]  # side by side, where there is room
    page.locator("[data-live-steps] > summary").click()
    expect(page.locator(".step", has_text="dd if=")).to_be_visible()
    expect(page.locator(".step details[open]")).to_have_count(0)
    expect(page.locator(".stages .done")).to_have_count(5)
    heard = " ".join(page.evaluate("heard"))
    assert re.search("(Construction en cours|Building).*(Noté|Graded).* 100", heard), heard


PHASES = (
    "Préparation|Preparing",
    "Construction en cours|Building",
    "Lecture|Reading",
    "Notation|Grading",
    "Noté|Graded",
)


def test_the_grade_is_heard_once_after_its_phases_with_what_was_lost(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    page.evaluate(LISTEN)
    build(page, PLAIN)
    expect_graded(page)
    said = page.locator("[data-live-grade]")
    expect(said).to_have_text(re.compile(r"(Perdus\s:|Lost:) .*\d"))
    heard = page.evaluate("heard")
    assert heard.count(said.text_content()) == 1, heard
    phases = [number for text in heard for number, words in enumerate(PHASES) if re.match(words, text)]
    assert phases == sorted(phases), heard


ENDS = "Noté|Graded|La construction a échoué|The build failed|Annulé|Cancelled"


def ends_heard(page: Page) -> list[str]:
    return [text for text in page.evaluate("heard") if re.match(ENDS, text)]


def test_a_failing_step_is_open_and_its_line_is_marked(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    page.evaluate(LISTEN)
    build(page, BASE + "RUN echo fine\nRUN echo broken; false\n")
    expect_graded(page)
    expect(page.locator("[data-live-grade]")).not_to_be_empty()
    assert ends_heard(page) == [page.locator("[data-live-state]").text_content()]  # not as graded before
    opened = page.locator(".step details[open]")
    expect(opened).to_have_count(1)
    expect(opened.locator("pre")).to_contain_text("broken")
    expect(page.locator(".stages .stopped")).to_have_attribute("data-stage", "build")
    page.locator(".step:has(details[open]) [data-line]").click()
    expect(page.locator(".cm-activeLine")).to_contain_text("broken")


@pytest.fixture
def others(stack: Stack, newcomers: Iterator[tuple[str, str]]) -> Iterator[Visitor]:
    """Other learners of the course, one after the other."""

    def come() -> Iterator[Visitor]:
        for name, key in newcomers:
            visitor = Visitor(stack.url, name)
            visitor.session.cookies.set("sessionid", key)
            visitor.session.get(f"{stack.url}/labs/{LAB.name}/", timeout=10)
            yield visitor

    return come()


def test_one_s_place_in_the_queue_and_how_long_it_takes_are_said(
    page: Page, open_lab: OpenLab, others: Iterator[Visitor], learner: str, stack: Stack
) -> None:
    first, second = next(others), next(others)
    stack.shell(TEN_SECONDS.format(name=first.name))
    slow = first.send(LAB.name, {"Dockerfile": BASE + "RUN sleep 90\n"}, "docker build -t slow .")
    first.wait(slow, lambda state: state["state"] == "running")
    second.send(LAB.name, {"Dockerfile": PLAIN}, "docker build -t second .")

    open_lab()
    build(page, PLAIN)
    expect(page.locator("[data-live-state]")).to_have_text(
        re.compile(r"(numéro 2 dans la file, environ|number 2 in the queue, about) \d+\ss")
    )
    expect(page.locator(".stages .current")).to_have_attribute("data-stage", "queued")
    first.post(slow["cancel_url"], {})
    expect_graded(page)


def test_closing_the_laptop_loses_nothing(
    page: Page, context: BrowserContext, open_lab: OpenLab, open_context: OpenContext, window: Window
) -> None:
    open_lab()
    build(page, BASE + "RUN for i in 1 2 3 4 5 6 7; do echo tick $i; sleep 1; done\n")
    expect(page.locator(".step pre", has_text="tick 3")).to_have_count(1, timeout=15_000)
    address, session = page.url, context.storage_state()
    page.close()

    elsewhere = open_context(window, storage_state={"cookies": session["cookies"], "origins": []}).new_page()
    elsewhere.goto(address)
    running = elsewhere.locator(".step[data-status=running]")
    expect(running).to_contain_text("tick 1")
    assert int(re.sub(r"\D", "", running.locator(".step-time").inner_text())) >= 2
    elsewhere.reload()
    expect(elsewhere.locator(".file.is-open .cm-content")).to_contain_text("tick")
    expect_graded(elsewhere)
    expect(elsewhere.locator(".step pre", has_text="tick 7")).to_have_count(1)


def test_a_build_is_cancelled_and_the_next_one_starts(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    build(page, BASE + "RUN sleep 90\n")
    running = page.locator(".step[data-status=running]", has_text="sleep 90")
    expect(running).to_be_visible()
    page.route("**/cancel", lambda route: route.fulfill(status=409, json={"state": "running"}))
    page.locator("[data-cancel]").click()
    expect(page.locator("[data-live-note]")).to_contain_text(
        re.compile("can no longer be cancelled|ne peut plus être annulé")
    )
    expect(page.locator("[data-cancel]")).to_be_hidden()
    page.unroute("**/cancel")
    page.reload()
    expect(running).to_be_visible()
    page.evaluate(LISTEN)
    page.locator("[data-cancel]").click()
    expect(page.locator("#pane-build[data-state=cancelled]")).to_be_visible()
    expect(page.locator("[data-cancel]")).to_be_hidden()
    expect(page.locator(".verdict")).to_be_hidden()  # it would only say once more that it is cancelled
    assert ends_heard(page) == [page.locator("[data-live-state]").text_content()]
    build(page, PLAIN)
    expect_graded(page)


@only_narrow  # how the page learns of the build is the same in any window
def test_where_event_streams_are_blocked_the_page_asks(page: Page, open_lab: OpenLab) -> None:
    page.route("**/events/**", lambda route: route.abort())
    open_lab()
    build(page, PLAIN)
    expect_graded(page)
    expect(page.locator(".step", has_text="COPY phrase.py")).to_have_count(1)


@only_wide  # the log is the same text in any window
def test_what_commands_print_is_seen_and_a_failing_one_is_not_called_a_failed_build(
    page: Page, open_lab: OpenLab
) -> None:
    open_lab()
    commands = (
        "docker build -t phrase .\ndocker images\ndocker run --rm phrase false\ndocker tag phrase autre"
    )
    page.locator("[data-commands]").fill(commands)
    build(page, PLAIN)
    expect_graded(page)
    expect(page.locator("[data-live-state]")).to_have_text(re.compile("commande docker"))
    expect(page.locator(".stages .done")).to_have_count(5)  # there is an image, and it was graded
    page.locator(".verdict-error a").click()
    expect(page.locator("[data-commands]")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "docker run --rm phrase false"
    page.locator("[data-commands]").fill("docker build -t phrase .\ndocker images")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-live-title]")).to_contain_text("2")
    expect(page.locator("[data-live-grade]")).to_be_empty()  # the first attempt's is none of the second's
    expect_graded(page)
    expect(page.locator("[data-live-log] .log")).to_contain_text("IMAGE ID")


@only_wide  # one rule of the style sheet, whatever the window
def test_who_wants_no_motion_sees_none(page: Page, open_lab: OpenLab) -> None:
    open_lab()
    build(page, BASE + "RUN sleep 90\n")
    expect(page.locator(".step[data-status=running]", has_text="sleep 90")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate("document.getAnimations().length") > 0
    page.locator("[data-cancel]").click()
    expect(page.locator("#pane-build[data-state=cancelled]")).to_be_visible()
