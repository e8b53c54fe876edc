"""A small course in a browser: its picture, its questions, code to copy, and the certificate at its end."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.actions import LISTEN
from tests.browser.conftest import OpenContext, Window, only_narrow, only_wide
from tests.stack import Stack

ANSWERED = "#q-one [data-verdict]"
MODULE = "/courses/small/first/"
MAKE = '''
from labs.models import Course, Module, Picture
course, _ = Course.objects.get_or_create(slug="small", defaults={"title": "Petit cours", "language": "fr"})
source = """# Premier

## Les bases

![Deux couches](layers.svg)

```console
$ docker history app
IMAGE   CREATED
```

```question
id = "one"
kind = "one"
text = "Combien de couches ?"
why = "Une par instruction."
answers = [{text = "Une", right = true}, {text = "Deux", why = "Pas ici."}]
```

```question
id = "size"
kind = "number"
text = "Combien pèse-t-elle ?"
number = 1.5
unit = "Mo"
```

```question
id = "several"
kind = "several"
text = "Lesquelles ajoutent une couche ?"
answers = [{text = "RUN", right = true}, {text = "COPY", right = true}, {text = "ENV"}]
```

```question
id = "text"
kind = "text"
text = "Quelle instruction vient en premier ?"
accept = ["FROM"]
```

## Les étiquettes

Un nom et une version.
"""
text = {"title": "Premier", "source": source}
module, _ = Module.objects.update_or_create(course=course, slug="first", defaults=text)
svg = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 160"><rect width="480" height="160"/></svg>"""
Picture.objects.get_or_create(module=module, name="layers.svg", defaults={"text": svg})
'''  # fmt: skip


@pytest.fixture(scope="module")
def small_course(stack: Stack) -> None:
    stack.shell(MAKE)


@pytest.fixture
def module(page: Page, learner: str, small_course: None) -> Page:
    """The course's module, as somebody sees it who has just joined."""
    page.goto("/courses/small/")
    page.locator("form[action$='/join'] button").first.click()
    page.goto(MODULE)
    return page


def test_a_learner_answers_in_place_and_gets_a_certificate(
    module: Page, open_context: OpenContext, window: Window
) -> None:
    page = module
    picture = page.locator("img[src^='layers.svg']")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    box = picture.bounding_box()
    assert box is not None
    assert abs(box["width"] / box["height"] - 3) < 0.05

    page.locator("#q-one").get_by_label("Deux").check()
    page.keyboard.press("Enter")
    expect(page.locator(ANSWERED)).to_be_focused()
    expect(page.locator(ANSWERED)).to_contain_text("Pas ici.")
    page.locator("#q-one").get_by_label("Une").check()
    page.keyboard.press("Enter")
    expect(page.locator("#q-one")).to_have_attribute("data-right", "")
    page.locator("#q-size input[type=text]").fill("1,5 Mo")
    page.keyboard.press("Enter")
    expect(page.locator("#q-size [data-verdict]")).to_be_focused()
    page.locator("#q-several").get_by_label("RUN").check()
    page.keyboard.press("Enter")
    expect(page.locator("#q-several [data-verdict]")).to_be_focused()
    expect(page.locator("[data-right-count]")).to_have_text("2 / 4")
    page.locator("#q-several").get_by_label("COPY").check()
    page.keyboard.press("Enter")
    expect(page.locator("#q-several")).to_have_attribute("data-right", "")
    page.locator("#q-text input[type=text]").fill("from")
    page.keyboard.press("Enter")
    expect(page.locator("[data-right-count]")).to_have_text("4 / 4")
    height = page.evaluate("scrollY")
    page.goto("/courses/small/")
    page.go_back()
    expect(page.locator("[data-right-count]")).to_have_text("4 / 4")
    assert height > 0
    assert page.evaluate("scrollY") == height
    expect(page.locator("#q-one").get_by_label("Une")).to_be_checked()
    expect(page.locator(ANSWERED)).to_contain_text("Une par instruction.")

    page.evaluate(LISTEN)
    for section in page.locator("section[data-section]").all():
        section.evaluate("section => section.lastElementChild.scrollIntoView({block: 'center'})")
        anchor = section.get_attribute("id")
        expect(page.locator(f"[data-anchor='{anchor}']")).to_have_class("is-read", timeout=15_000)
    expect(page.locator("[data-read-words]")).to_have_text(
        re.compile("Sections lues\\s: 2 sur 2|2 of 2 sections read")
    )
    onward = page.locator(".neighbours a[href$='/certificate']")
    expect(onward).to_be_visible()
    completed = page.locator("#module-end").get_by_role("status").inner_text()
    assert re.match("Vous avez terminé ce cours|You have completed this course", completed)
    assert page.evaluate("heard") == [completed]  # nobody is told in the middle of reading
    expect(page.locator("[data-all-read]")).to_have_count(0)
    onward.click()
    page.locator("[name=name]").fill("Ada Lovelace")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/certificates/*/")
    elsewhere = open_context(window)
    visitor = elsewhere.new_page()
    visitor.goto(page.url)
    expect(visitor.locator(".certificate")).to_contain_text("Ada Lovelace")
    pdf = elsewhere.request.get(f"{page.url}pdf")
    assert pdf.headers["content-type"] == "application/pdf"


@only_wide  # by keyboard
def test_who_says_to_have_read_a_module_has_all_ticked_in_place(module: Page) -> None:
    page = module
    page.locator("[data-all-read] button").press("Enter")
    expect(page.locator("#module-end")).to_be_focused()
    expect(page.locator("#module-end")).to_have_text(re.compile("Vous avez terminé ce cours."))
    expect(page.locator("[data-anchor]:not(.is-read)")).to_have_count(0)
    expect(page.locator("[data-read-count]")).to_have_text("2 / 2")
    expect(page.locator(".neighbours a[href$='/certificate']")).to_be_visible()


@only_wide  # by keyboard
def test_who_went_on_while_an_answer_was_checked_stays_there_and_is_told(
    module: Page, context: BrowserContext
) -> None:
    page = module
    on_the_way: list[Route] = []
    context.route("**/questions/**", lambda route: on_the_way.append(route))
    page.locator("#q-size input[type=text]").fill("1,5 Mo")
    page.keyboard.press("Enter")
    page.locator("#q-one").get_by_label("Deux").check()
    page.keyboard.press("Enter")
    page.locator("#q-text input[type=text]").focus()
    page.keyboard.type("fr")
    for route in on_the_way:
        route.continue_()
    expect(page.locator("#q-size")).to_have_attribute("data-right", "")
    page.keyboard.type("om")
    expect(page.locator("#q-text input[type=text]")).to_have_value("from")
    said = page.locator("[data-verdict-said] p")
    expect(said).to_have_count(2)
    expect(said.filter(has_text="Combien pèse-t-elle ? C’est juste.")).to_have_count(1)
    expect(said.filter(has_text="Combien de couches ? Pas encore.")).to_have_count(1)


@only_wide  # the same button in any window
def test_code_is_copied_without_its_prompt(module: Page, context: BrowserContext) -> None:
    copy = module.get_by_role("button", name="Copier\u00a0: docker history app", exact=True)
    module.locator(".prose .highlight").hover()
    copy.click()
    expect(copy).to_have_text("Votre navigateur ne permet pas de copier")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    module.reload()  # with the permission
    module.locator(".prose .highlight").hover()
    copy.click()
    assert module.evaluate("navigator.clipboard.readText()") == "docker history app"


@only_narrow  # as in a train
def test_an_answer_without_a_connection_is_not_lost(module: Page, context: BrowserContext) -> None:
    page = module
    page.locator("#q-size input[type=text]").fill("3")
    context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.locator("#q-size [data-trouble]")).to_be_visible()
    expect(page.locator("#q-size input[type=text]")).to_have_value("3")
    context.set_offline(False)
    page.locator("#q-size button").click()
    expect(page.locator("#q-size [data-verdict]")).to_be_visible()


@only_narrow  # a form, in any window
def test_questions_are_answered_without_scripts(
    module: Page, context: BrowserContext, open_context: OpenContext, window: Window
) -> None:
    plain = open_context(window, java_script_enabled=False, storage_state=context.storage_state())
    there = plain.new_page()
    there.goto(MODULE)
    there.locator("#q-one").get_by_label("Une").check()
    there.locator("#q-one button").click()
    there.wait_for_url("**/first/#q-one")
    expect(there.locator(ANSWERED)).to_contain_text("Une par instruction.")
