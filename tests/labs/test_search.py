from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import override

from labs.models import Course, Enrolment, Lab, Module, Passage
from labs.search import search, snippet
from labs.words import fold, wanted

SOURCE = """\
# Images

Avant tout, du vocabulaire.

## Le cache

Docker garde les **étapes** déjà construites : c'est le `--no-cache` qui l'en empêche.

## Les couches

Du cœur au bord, une <b>couche</b> par instruction. `COPY . .` & co.
"""


@pytest.fixture
def text(module: Module) -> Module:
    module.source = SOURCE
    module.save()
    return module


def urls(user: User, query: str) -> list[str]:
    return [result.url for result in search(user, query)]


@pytest.mark.parametrize(
    ("query", "anchors"),
    [
        ("cache", ["#s-le-cache"]),
        ("ÉTAPE", ["#s-le-cache"]),
        ("etapes", ["#s-le-cache"]),
        ("coeur", ["#s-les-couches"]),
        ("couches instruct", ["#s-les-couches"]),
        ("couche cache", []),
        ("vocabulaire", [""]),
        ("--no-cache", ["#s-le-cache"]),
        ('" OR * NEAR(', []),
        ("'; DROP TABLE labs_passage; --", []),
        ("& | ! :*", []),
        ("", []),
        ("x" * 5000, []),
    ],
)
def test_words_are_found_without_accents_case_and_plurals(
    text: Module, learner: User, query: str, anchors: list[str]
) -> None:
    assert urls(learner, query) == [f"/courses/docker/images/{anchor}" for anchor in anchors]


def test_a_heading_comes_before_a_text(text: Module, learner: User) -> None:
    text.source = "# T\n\n## Autre\n\nLe cache.\n\n## Cache\n\nRien.\n"
    text.save()
    assert urls(learner, "cache") == ["/courses/docker/images/#s-cache", "/courses/docker/images/#s-autre"]


@pytest.fixture
def in_english(text: Module, learner: User) -> Module:
    """The same text, made earlier in another course of the learner's."""
    course = Course.objects.create(slug="docker-en", title="Docker", language="en")
    Enrolment.objects.create(user=learner, course=course)
    return Module.objects.create(
        course=course, slug="images", title="Images", source=f"{SOURCE}\n## Cache\n\nCache.\n"
    )


@pytest.mark.parametrize(
    ("language", "present", "first"),
    [
        ("fr", "", "docker"),
        ("en", "", "docker-en"),
        ("fr", "docker-en", "docker-en"),
        ("en", "docker", "docker"),
    ],
)
def test_the_present_course_comes_first_then_those_in_the_language_of_the_page(
    in_english: Module, learner: User, language: str, present: str, first: str
) -> None:
    with override(language):
        found = [result.passage.module.course.slug for result in search(learner, "cache", present)]
    assert found == sorted(found, key=lambda slug: slug != first)
    assert set(found) == {"docker", "docker-en"}


def test_results_say_their_language_where_there_are_two(
    client: Client, in_english: Module, learner: User
) -> None:
    client.force_login(learner)
    assert "Anglais" in client.get("/search/?q=cache").content.decode().partition("<main")[2]
    in_english.course.delete()
    assert "Anglais" not in client.get("/search/?q=cache").content.decode().partition("<main")[2]


def test_briefs_are_found(lab: Lab, learner: User) -> None:
    assert urls(learner, "construisez") == ["/labs/first-image/"]
    lab.brief = "Autre chose.\n"
    lab.save()
    assert urls(learner, "construisez") == []
    assert urls(learner, "première") == ["/labs/first-image/"]
    lab.delete()
    assert urls(learner, "première") == []


def test_the_index_follows_the_text(text: Module, learner: User) -> None:
    text.source = "# T\n\n## Volumes\n\nAilleurs.\n"
    text.save()
    assert urls(learner, "cache") == []
    assert urls(learner, "ailleurs") == ["/courses/docker/images/#s-volumes"]
    text.delete()
    assert urls(learner, "ailleurs") == []
    assert not Passage.objects.exists()


def test_only_ones_own_courses_are_searched(
    text: Module, course: Course, learner: User, grader: User, instructor: User, operator: User
) -> None:
    assert urls(User.objects.create_user("stranger"), "cache") == []
    for person in (learner, grader, instructor, operator):
        assert urls(person, "cache"), person
    Course.objects.update(published=False)
    assert urls(learner, "cache") == []
    for person in (grader, instructor, operator):
        assert urls(person, "cache"), person


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        ("un <b>cœur</b> & un Étage", ["coeur", "etag"],
         "un &lt;b&gt;<mark>cœur</mark>&lt;/b&gt; &amp; un <mark>Étage</mark>"),
        ("rien", ["cache"], "rien"),
        ("", ["cache"], ""),
    ],
)  # fmt: skip
def test_a_snippet_marks_words_and_is_safe(text: str, words: list[str], html: str) -> None:
    assert snippet(text, words) == html


def test_a_snippet_of_a_long_text_is_short() -> None:
    made = snippet("mot " * 500 + "cache " + "mot " * 500, ["cache"])
    assert "<mark>cache</mark>" in made
    assert made.startswith("… mot")
    assert len(made) < 400


def test_folding() -> None:
    assert fold("L’Œuvre_d'été, 3.11-slim !") == "l oeuvre d ete 3 11 slim"
    assert wanted("Images dans bus") == ["image", "dan", "bus"]


def test_the_page_shows_what_was_found(client: Client, text: Module, learner: User) -> None:
    assert client.get("/search/?q=cache").status_code == 302
    client.force_login(learner)
    page = client.get("/search/?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page
    page = client.get("/search/?q=cache").content.decode()
    assert 'href="/courses/docker/images/#s-le-cache"' in page
    assert "<mark>cache</mark>" in page
    assert 'role="search"' in client.get("/").content.decode()
