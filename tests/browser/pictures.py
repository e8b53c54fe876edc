"""Pictures of every page from the running product: `make pictures`.

All of them go to var/pictures, to be looked at; the three of the README also to docs/pictures.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courseplatform.settings")
django.setup()

from django.conf import settings  # noqa: E402  Django must be set up first
from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402

from tests.browser.conftest import launch, open_editor, write  # noqa: E402
from tests.stack import Stack  # noqa: E402

FOLDER = settings.STATE_DIR / "pictures"
LABS = settings.BASE_DIR / "content" / "docker-fr" / "04-images" / "labs"
LOOKS = [("fr-FR", 1280, "light"), ("fr-FR", 390, "light"), ("en-GB", 1280, "dark"), ("en-GB", 390, "dark")]


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        Stack(Path(folder)) as stack,
        sync_playwright() as playwright,
    ):
        passwords = accounts(stack, Path(folder))
        browser = launch(playwright)
        for look in LOOKS:
            shoot_all(browser, stack, passwords, look)
        browser.close()
    pictures = settings.BASE_DIR / "docs" / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    for name, of in (("lab", "lab-graded"), ("explorer", "image-lines"), ("module", "module")):
        shutil.copy(FOLDER / f"{of}-fr-1280-light.png", pictures / f"{name}.png")


def accounts(stack: Stack, folder: Path) -> dict[str, str]:
    stack.shell(
        "from pathlib import Path\nfrom labs.demo import make_accounts\n"
        f"make_accounts(Path({str(folder / 'accounts')!r}))"
    )
    return dict(line.split() for line in (folder / "accounts").read_text().splitlines())


def shoot_all(browser: Browser, stack: Stack, passwords: dict[str, str], look: tuple[str, int, str]) -> None:
    language, width, scheme = look
    context = browser.new_context(
        base_url=stack.url,
        locale=language,
        viewport={"width": width, "height": 860},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()

    def shoot(name: str, full: bool = False) -> None:
        page.wait_for_load_state("networkidle", timeout=5000) if name != "lab-building" else None
        page.screenshot(path=FOLDER / f"{name}-{language[:2]}-{width}-{scheme}.png", full_page=full)

    page.goto("/")
    shoot("landing", full=True)
    for name, path in (("sign-up", "/accounts/signup/"), ("sign-in", "/accounts/login/")):
        page.goto(path)
        shoot(name)
    sign_in(page, "student", passwords)
    shoot("home", full=True)
    page.goto("/courses/docker-fr/")
    shoot("course", full=True)
    page.goto("/courses/docker-fr/04-images/")
    shoot("module")
    page.goto("/courses/docker-fr/04-images/#couches")
    page.mouse.wheel(0, 4000)
    shoot("module-middle")
    page.goto("/labs/image-plus-legere/")
    shoot("lab-before")
    build(page, "starter")
    expect(page.locator(".step").nth(1)).to_be_visible(timeout=20_000)
    shoot("lab-building")
    finished(page)
    build(page, "solution")
    finished(page)
    page.mouse.move(0, 0)
    shoot("lab-graded")
    page.goto("/labs/premier-dockerfile/")
    open_editor(page)
    with page.expect_response("**/submissions"):
        page.locator("[data-build]").click()
    finished(page)
    shoot("lab-failed")
    page.goto("/labs/image-plus-legere/")
    shoot("lab-again")
    href = page.locator("a[href^='/submissions/']").first.get_attribute("href")
    assert href is not None
    page.goto(href.partition("#")[0])
    attempt = page.url
    shoot("attempt", full=True)
    for name in ("", "files", "largest", "comparison", "lists"):
        page.goto(f"{attempt}image/{name}")
        shoot(f"image-{name or 'lines'}", full=True)
    page.goto("/no-such-page/")
    shoot("not-found")
    context.clear_cookies()
    sign_in(page, "grader", passwords)
    page.goto("/review/")
    shoot("review-list")
    page.goto(href.replace("/submissions/", "/review/"))
    shoot("review", full=True)
    context.clear_cookies()
    sign_in(page, "instructor", passwords)
    for name, path in (("admin", "/admin/"), ("admin-labs", "/admin/labs/lab/")):
        page.goto(path)
        shoot(name)
    page.locator("#result_list tbody a").first.click()
    shoot("admin-lab", full=True)
    page.goto("/admin/grading/submission/")
    shoot("admin-submissions")
    grade_again(page, shoot)
    context.clear_cookies()
    sign_in(page, "student", passwords)
    page.goto(href)
    shoot("attempt-graded-again")
    context.close()


def grade_again(page: Page, shoot: Callable[..., None]) -> None:
    """The instructor changes points of the lighter-image lab: the page in between, the form again, and saved."""
    page.goto("/admin/labs/lab/?q=image-plus-legere")
    page.locator("#result_list tbody a").first.click()
    points = page.locator("[name=checks-0-points]")
    points.fill(str(float(points.input_value().replace(",", ".")) + 10))
    page.locator("[name=_save]").first.click()
    shoot("admin-regrade", full=True)
    page.locator("[value=back]").click()
    shoot("admin-regrade-back")
    page.locator("[name=_save]").first.click()
    page.locator("[value=apply]").click()
    shoot("admin-regraded")


def sign_in(page: Page, name: str, passwords: dict[str, str]) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(passwords[name])
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "login" not in url)


def build(page: Page, which: str) -> None:
    """Write a submission of the lighter-image lab into the workbench and send it."""
    write(page, (LABS / "image-plus-legere" / which / "Dockerfile").read_text())
    with page.expect_response("**/submissions"):
        page.keyboard.press("Control+Enter")


def finished(page: Page) -> None:
    expect(page.locator(".result[data-state=graded]")).to_be_visible(timeout=60_000)


if __name__ == "__main__":
    main()
