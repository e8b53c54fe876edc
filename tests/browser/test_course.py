"""A course in a browser: pictures, questions, search, links to headings, copying, and the certificate at its end."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import SignUp
from tests.stack import Stack

WINDOWS = [("fr-FR", 1280), ("en-GB", 390)]
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
def join(page: Page, sign_up: SignUp, small_course: None) -> SignUp:
    def make(name: str) -> None:
        sign_up(name)
        page.goto("/courses/small/")
        page.locator("form[action$='/join'] button").first.click()
        page.goto(MODULE)

    return make


@pytest.mark.parametrize("context", WINDOWS, indirect=True)
def test_a_learner_answers_in_place_finds_again_and_gets_a_certificate(
    page: Page, context: BrowserContext, join: SignUp, chromium: Browser, stack: Stack
) -> None:
    join(f"course-{page.viewport_size['width'] if page.viewport_size else 0}")
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
    expect(page.locator("[data-right-count]")).to_have_text("2 / 2")
    page.reload()
    expect(page.locator("#q-one").get_by_label("Une")).to_be_checked()
    expect(page.locator(ANSWERED)).to_contain_text("Une par instruction.")

    page.goto("/search/?q=etiquette")
    page.locator(".result-item a").first.click()
    page.wait_for_url("**/first/#s-les-etiquettes")
    heading = page.locator("#s-les-etiquettes .headerlink")
    expect(heading).to_have_attribute("href", "#s-les-etiquettes")

    for section in page.locator("section[data-section]").all():
        section.evaluate("section => section.lastElementChild.scrollIntoView({block: 'center'})")
        anchor = section.get_attribute("id")
        expect(page.locator(f"[data-anchor='{anchor}']")).to_have_class("is-read", timeout=15_000)
    page.goto("/courses/small/")
    page.locator("a[href$='/certificate']").click()
    page.locator("[name=name]").fill("Ada Lovelace")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/certificates/*/")
    elsewhere = chromium.new_context()
    visitor = elsewhere.new_page()
    visitor.goto(page.url)
    expect(visitor.locator(".certificate")).to_contain_text("Ada Lovelace")
    pdf = elsewhere.request.get(f"{page.url}pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    elsewhere.close()


def test_code_is_copied_without_its_prompt(page: Page, context: BrowserContext, join: SignUp) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    join("copier")
    page.locator(".prose .highlight").hover()
    page.locator(".copy-code").click()
    assert page.evaluate("navigator.clipboard.readText()") == "docker history app"


def test_an_answer_without_a_connection_is_not_lost(
    page: Page, context: BrowserContext, join: SignUp
) -> None:
    join("tunnel")
    page.locator("#q-size input[type=text]").fill("3")
    context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.locator("#q-size [data-trouble]")).to_be_visible()
    expect(page.locator("#q-size input[type=text]")).to_have_value("3")
    context.set_offline(False)
    page.locator("#q-size button").click()
    expect(page.locator("#q-size [data-verdict]")).to_be_visible()


def test_questions_are_answered_without_scripts(
    page: Page, context: BrowserContext, join: SignUp, chromium: Browser, stack: Stack
) -> None:
    join("plain")
    state = context.storage_state()
    plain = chromium.new_context(base_url=stack.url, java_script_enabled=False, storage_state=state)
    there = plain.new_page()
    there.goto(MODULE)
    there.locator("#q-one").get_by_label("Une").check()
    there.locator("#q-one button").click()
    there.wait_for_url("**/first/#q-one")
    expect(there.locator(ANSWERED)).to_contain_text("Une par instruction.")
    plain.close()


def test_a_picture_follows_the_theme(page: Page, context: BrowserContext, join: SignUp) -> None:
    join("night")
    page.locator("[data-theme-toggle]").click()
    assert page.evaluate("getComputedStyle(document.querySelector('img[src^=layers]')).colorScheme") == "dark"
