from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from grading.models import Submission
from labs.models import Check, Course, Enrolment, Lab, Module, Section, SectionRead

MODULE = "/courses/docker/images/"
LAB = "/labs/first-image/"


@pytest.fixture
def stranger(db: None) -> User:
    """Has an account and has joined no course."""
    return User.objects.create_user("stranger")


@pytest.fixture
def section(module: Module) -> Section:
    return module.sections.get(title="Le cache")


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, response
    return response.content.decode()


def test_home_says_what_it_is_to_a_visitor(client: Client, course: Course) -> None:
    page = text(client, "/")
    assert "/accounts/signup/" in page
    assert course.title in page


@pytest.fixture
def in_english(course: Course) -> Course:
    """A course with the same title, in the other language."""
    return Course.objects.create(slug="docker-en", title="Docker", language="en", summary="Containers.")


def courses_shown(page: str) -> list[str]:
    return re.findall(r'<h[23] lang=".."><a href="/courses/(.+?)/"', page)


@pytest.mark.parametrize(
    ("language", "names", "first"),
    [("fr", ["Français", "Anglais"], "docker"), ("en", ["English", "French"], "docker-en")],
)
def test_a_visitor_sees_the_courses_in_their_own_language_first(
    client: Client, course: Course, in_english: Course, language: str, names: list[str], first: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = text(client, "/")
    assert courses_shown(page)[0] == first
    assert re.findall(r'class="course-language">.*?</span> (.+?)</p>', page) == names


def test_the_course_one_has_joined_comes_first_in_whatever_language(
    client: Client, course: Course, in_english: Course, learner: User
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert courses_shown(text(signed_in(client, learner), "/")) == ["docker", "docker-en"]


def test_home_has_one_next_step_in_the_course_read_last(
    client: Client, course: Course, module: Module, in_english: Course, learner: User
) -> None:
    Enrolment.objects.create(user=learner, course=in_english)
    english = Module.objects.create(
        course=in_english, slug="images", title="Images", source="## A\n\nb\n\n## B\n\nc\n"
    )
    page = text(signed_in(client, learner), "/")
    assert courses_shown(page) == ["docker", "docker-en"]
    SectionRead.objects.create(user=learner, section=english.sections.all()[0])
    page = text(client, "/")
    assert courses_shown(page) == ["docker-en", "docker"]
    assert re.findall(r'class="button large" href="([^"#]+)', page) == ["/courses/docker-en/images/"]


def test_a_course_says_its_language_in_that_of_the_reader(
    client: Client, in_english: Course, stranger: User
) -> None:
    page = text(signed_in(client, stranger), "/courses/docker-en/")
    assert "Anglais" in page
    assert '<h1 lang="en">' in page


def test_home_leads_on_to_the_module_read_last(
    client: Client, course: Course, module: Module, learner: User, section: Section
) -> None:
    later = Module.objects.create(
        course=course, slug="later", title="Later", position=5, source="## A\n\nb\n"
    )
    SectionRead.objects.create(user=learner, section=section)
    assert f'href="{MODULE}"' in text(signed_in(client, learner), "/")
    SectionRead.objects.create(user=learner, section=later.sections.create(anchor="x", title="X", position=9))
    assert 'class="button large" href="/courses/docker/later/"' in text(client, "/")


def test_home_leads_to_the_lab_once_the_text_is_read(
    client: Client, module: Module, lab: Lab, learner: User
) -> None:
    for section in module.sections.all():
        SectionRead.objects.create(user=learner, section=section)
    assert f'class="button large" href="{LAB}"' in text(signed_in(client, learner), "/")


def test_a_course_is_joined_with_its_button(
    client: Client, course: Course, module: Module, stranger: User
) -> None:
    signed_in(client, stranger)
    page = text(client, "/courses/docker/")
    assert 'action="/courses/docker/join"' in page
    assert MODULE not in page
    client.post("/courses/docker/join")
    assert Enrolment.objects.get(user=stranger).role == Enrolment.Role.LEARNER
    assert MODULE in text(client, "/courses/docker/")


def test_joining_again_changes_nothing(client: Client, course: Course, grader: User) -> None:
    signed_in(client, grader).post("/courses/docker/join")
    assert Enrolment.objects.get(user=grader).role == Enrolment.Role.GRADER


def test_joining_takes_a_post(client: Client, course: Course, stranger: User) -> None:
    assert signed_in(client, stranger).get("/courses/docker/join").status_code == 405


@pytest.mark.parametrize("url", [MODULE, LAB])
def test_who_has_not_joined_is_led_to_the_course(client: Client, lab: Lab, stranger: User, url: str) -> None:
    response = signed_in(client, stranger).get(url)
    assert (response.status_code, response["Location"]) == (302, "/courses/docker/")


@pytest.mark.parametrize("url", ["/courses/docker/", MODULE, LAB])
def test_a_visitor_is_led_to_sign_in(client: Client, lab: Lab, url: str) -> None:
    assert client.get(url)["Location"] == f"/accounts/login/?next={url}"


@pytest.mark.parametrize("url", ["/courses/none/", "/courses/docker/none/", "/labs/none/", "/nothing"])
def test_what_does_not_exist_is_a_page_with_a_way_on(
    client: Client, course: Course, learner: User, url: str
) -> None:
    response = signed_in(client, learner).get(url)
    assert response.status_code == 404
    assert '<a class="button" href="/">' in response.content.decode()


def test_an_unpublished_course_is_seen_by_its_staff_only(
    client: Client, course: Course, module: Module, learner: User, grader: User
) -> None:
    Course.objects.update(published=False)
    assert signed_in(client, learner).get("/courses/docker/").status_code == 404
    assert client.get(MODULE).status_code == 302
    signed_in(client, grader)
    assert client.get("/courses/docker/").status_code == client.get(MODULE).status_code == 200


def test_the_module_page_shows_text_contents_and_labs(
    client: Client, module: Module, lab: Lab, learner: User, section: Section
) -> None:
    SectionRead.objects.create(user=learner, section=section)
    page = text(signed_in(client, learner), MODULE)
    assert "Du plus stable au moins stable." in page
    assert re.findall(r'<li( class="is-read")? data-anchor="(.+?)"', page) == [
        ("", "s-les-couches"),
        (' class="is-read"', "s-le-cache"),
    ]
    assert lab.title in page


def test_a_module_names_those_it_builds_on(
    client: Client, course: Course, module: Module, learner: User
) -> None:
    first = Module.objects.create(course=course, slug="first", title="D’abord", source="## A\n\nb\n")
    module.requires.add(first)
    assert 'class="notice warn"' in text(signed_in(client, learner), MODULE)
    SectionRead.objects.create(user=learner, section=first.sections.get())
    assert 'class="notice warn"' not in text(client, MODULE)


@pytest.mark.parametrize(("url", "queries"), [("/", 8), ("/courses/docker/", 9), (MODULE, 5)])
def test_a_page_takes_as_many_queries_however_many_modules_labs_and_courses(
    client: Client,
    course: Course,
    module: Module,
    learner: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    url: str,
    queries: int,
) -> None:
    signed_in(client, learner)
    Course.objects.create(slug="other", title="Other")
    text(client, url)  # each process reads the outline of a course once
    with django_assert_num_queries(queries):
        text(client, url)
    for number in range(3):
        more = Module.objects.create(
            course=course, slug=f"m{number}", title="M", position=number, source="## S\n"
        )
        module.requires.add(more)
        lab = Lab.objects.create(module=module, slug=f"l{number}", title="L", brief="", commands="")
        Check.objects.create(lab=lab, kind="build", points=10)
        Course.objects.create(slug=f"c{number}", title="C")
    text(client, url)
    with django_assert_num_queries(queries):
        text(client, url)


def test_a_course_says_how_its_certificate_is_earned_until_it_is(
    client: Client, course: Course, module: Module, learner: User
) -> None:
    page = course.get_absolute_url()
    assert "n’importe qui peut vérifier" in text(signed_in(client, learner), page)
    for section in module.sections.all():
        SectionRead.objects.create(user=learner, section=section)
    assert "n’importe qui peut vérifier" not in text(client, page)
    assert "Votre certificat" in text(client, page)
    assert "Vous avez terminé ce cours." in text(client, MODULE)


def test_who_has_no_course_yet_is_led_to_the_first(
    client: Client, course: Course, in_english: Course, stranger: User
) -> None:
    page = text(signed_in(client, stranger), "/")
    assert re.findall(r'class="(button.*?)" href="/courses/', page) == ["button", "button secondary"]


def test_a_section_is_read_once(client: Client, module: Module, learner: User, section: Section) -> None:
    signed_in(client, learner)
    for _ in range(2):
        assert client.post(f"{MODULE}read", {"anchor": section.anchor}).status_code == 204
    assert SectionRead.objects.get().section == section


def test_a_section_that_does_not_exist_is_not_read(client: Client, module: Module, learner: User) -> None:
    assert signed_in(client, learner).post(f"{MODULE}read", {"anchor": "none"}).status_code == 404


def test_a_module_is_read_by_saying_so(
    client: Client, module: Module, lab: Lab, learner: User, section: Section
) -> None:
    signed_in(client, learner)
    assert "J’ai lu ce module" in text(client, MODULE)
    SectionRead.objects.create(user=learner, section=section)
    for _ in range(2):
        assert client.post(f"{MODULE}all-read")["Location"] == f"{MODULE}#module-end"
    assert {one.section for one in SectionRead.objects.all()} == set(module.sections.all())
    page = text(client, MODULE)
    assert "J’ai lu ce module" not in page
    assert 'id="module-end"' in page
    assert "Vous avez lu ce module." in page


def test_only_who_takes_part_says_to_have_read_a_module(
    client: Client, module: Module, section: Section, stranger: User
) -> None:
    assert client.post(f"{MODULE}all-read")["Location"].startswith("/accounts/login/")
    assert signed_in(client, stranger).post(f"{MODULE}all-read").status_code == 302
    assert client.get(f"{MODULE}all-read").status_code == 405
    assert not SectionRead.objects.exists()


def test_reading_needs_a_session_and_a_place_in_the_course(
    client: Client, module: Module, section: Section, stranger: User
) -> None:
    assert client.post(f"{MODULE}read", {"anchor": section.anchor}).status_code == 401
    signed_in(client, stranger)
    assert client.post(f"{MODULE}read", {"anchor": section.anchor}).status_code == 403
    assert not SectionRead.objects.exists()


def test_the_workbench_is_a_form_that_works_without_scripts(client: Client, lab: Lab, learner: User) -> None:
    page = text(signed_in(client, learner), LAB)
    assert 'name="file:Dockerfile"' in page
    assert 'name="file:.dockerignore"' in page
    assert 'name="file:app.py"' not in page  # read-only: shown, not sent
    assert "bonjour" in page
    assert "docker build -t app ." in page
    assert 'action="/labs/first-image/submissions"' in page


def test_the_solution_is_not_shown(client: Client, lab: Lab, learner: User) -> None:
    assert "CMD [" not in text(signed_in(client, learner), LAB)


def test_the_workbench_starts_from_the_attempt_asked_for_or_the_newest(
    client: Client, lab: Lab, learner: User
) -> None:
    for number, base in ((1, "scratch"), (2, "busybox:1.35")):
        Submission.objects.create(
            lab=lab,
            learner=learner,
            number=number,
            files={"Dockerfile": f"FROM {base}\n"},
            commands=f"docker build -t mine:{number} .",
        )
    signed_in(client, learner)
    page = text(client, f"{LAB}?from=1")
    assert "FROM scratch" in page
    assert "docker build -t mine:1 ." in page
    for url in (LAB, f"{LAB}?from=7"):
        page = text(client, url)
        assert "FROM busybox:1.35\n" in page
        assert 'data-from="2"' in page
        assert 'data-explicit=""' in page


def test_others_attempts_are_not_offered(
    client: Client, lab: Lab, learner: User, other_learner: User
) -> None:
    Submission.objects.create(
        lab=lab, learner=other_learner, number=1, files={"Dockerfile": "FROM theirs"}, commands=""
    )
    assert "FROM theirs" not in text(signed_in(client, learner), f"{LAB}?from=1")


def test_what_was_typed_is_text_on_the_page(client: Client, lab: Lab, learner: User) -> None:
    files = {"Dockerfile": "</textarea><script>alert(1)</script>"}
    submission = Submission.objects.create(
        lab=lab, learner=learner, number=1, files=files, commands="</textarea><b>"
    )
    signed_in(client, learner)
    for url in (f"{LAB}?from=1", submission.get_absolute_url()):
        page = text(client, url)
        assert "&lt;/textarea&gt;" in page
        assert "<script>alert" not in page
        assert "</textarea><b>" not in page


@pytest.mark.parametrize(
    "url", ["/", "/courses/docker/", MODULE, LAB, "/search/?q=cache", "/accounts/email/", "/nothing"]
)
def test_no_page_has_what_the_security_policy_refuses(
    client: Client, lab: Lab, learner: User, url: str
) -> None:
    response = signed_in(client, learner).get(url)
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    page = response.content.decode()
    assert not re.search(r"\sstyle=|\son\w+=|<style", page)
    assert not re.findall(r'<script(?![^>]*(?:\ssrc=|type="application/json"))', page)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
