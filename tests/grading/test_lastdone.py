"""Where home and a course's page say to go on."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from grading.lastdone import last_done
from grading.models import Draft, State
from labs.models import Course, Lab, Module, SectionRead
from tests.grading.conftest import Submit

pytestmark = pytest.mark.django_db
PAGES = ("/", "/courses/docker/")


def way_on(client: Client, page: str) -> tuple[str, str]:
    """The heading of what is proposed, and where it leads."""
    shown = client.get(page, headers={"Accept-Language": "en"}).content.decode()
    found = re.search(r'<h2 id="next-\d+">(.+?)</h2>.*?class="button large" href="(.+?)"', shown, re.DOTALL)
    assert found, shown
    return found[1], found[2]


@pytest.fixture
def first(course: Course, module: Module) -> Module:
    """A module before the lab's, never opened."""
    return Module.objects.create(course=course, slug="a", title="A", position=0, source="## A\n\nb\n")


@pytest.fixture
def reading(client: Client, first: Module, learner: User) -> Client:
    client.force_login(learner)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_who_built_last_goes_on_in_that_lab(reading: Client, lab: Lab, submitted: Submit, page: str) -> None:
    submitted(state=State.GRADED, score=20.0)
    assert way_on(reading, page) == ("Go on where you were", "/labs/first-image/")


@pytest.mark.parametrize("page", PAGES)
def test_who_wrote_last_goes_on_in_that_lab(reading: Client, lab: Lab, learner: User, page: str) -> None:
    Draft.objects.create(learner=learner, lab=lab, saved_at=timezone.now())
    assert way_on(reading, page) == ("Go on where you were", "/labs/first-image/")


@pytest.mark.parametrize("page", PAGES)
def test_who_read_last_goes_on_after_that_section(
    reading: Client, module: Module, lab: Lab, learner: User, page: str
) -> None:
    Draft.objects.create(learner=learner, lab=lab, saved_at=timezone.now() - timedelta(hours=1))
    SectionRead.objects.create(user=learner, section=module.sections.get(title="Les couches"))
    assert way_on(reading, page) == ("Go on where you were", "/courses/docker/images/#s-le-cache")


@pytest.mark.parametrize("page", PAGES)
def test_who_finished_what_was_last_is_told_that_this_is_another_step(
    reading: Client, module: Module, lab: Lab, learner: User, submitted: Submit, page: str
) -> None:
    SectionRead.objects.bulk_create(SectionRead(user=learner, section=one) for one in module.sections.all())
    submitted(state=State.GRADED, score=100.0)
    assert way_on(reading, page) == ("Your next step", "/courses/docker/a/")


def test_a_lab_that_was_passed_leads_back_to_the_rest_of_its_module(
    reading: Client, lab: Lab, submitted: Submit
) -> None:
    submitted(state=State.GRADED, score=100.0)
    assert way_on(reading, "/") == ("Go on where you were", "/courses/docker/images/")


@pytest.mark.parametrize("page", PAGES)
def test_who_did_nothing_yet_starts(reading: Client, page: str) -> None:
    assert way_on(reading, page) == ("Start here", "/courses/docker/a/")


def test_one_query_finds_it(
    lab: Lab, learner: User, submitted: Submit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    submitted()
    with django_assert_num_queries(1):
        place = last_done(learner)
    assert place
    assert (place.course, place.module, place.section, place.lab) == (
        lab.module.course_id,
        lab.module_id,
        0,
        lab.pk,
    )
    assert last_done(learner, Course.objects.create(slug="other", title="Other")) is None
    assert last_done(AnonymousUser()) is None
