"""From every module and lab something leads on."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from labs.models import Course, Lab, Module, SectionRead

Way = tuple[str, str, str, str]


@pytest.fixture
def way(module: Module, lab: Lab) -> Way:
    """The addresses of a course in its order: a module, its two labs, and a last module with a text only."""
    golf = Lab.objects.create(module=module, slug="golf", title="Golf", position=1)
    last = Module.objects.create(
        course=module.course, slug="last", title="Last", position=1, source="## A\n\nb\n"
    )
    return module.get_absolute_url(), lab.get_absolute_url(), golf.get_absolute_url(), last.get_absolute_url()


def around(client: Client, url: str) -> list[str]:
    nav = client.get(url).content.decode().partition('<nav class="neighbours"')[2].partition("</nav>")[0]
    return re.findall(r'rel="(?:prev|next)" href="(.+?)"', nav)


def test_a_lab_leads_to_the_next_and_the_last_one_to_the_next_module(
    client: Client, way: Way, learner: User
) -> None:
    module, lab, golf, last = way
    client.force_login(learner)
    assert around(client, lab) == [module, golf]
    assert around(client, golf) == [lab, last]


def test_a_module_leads_to_the_next_and_the_last_one_to_the_course(
    client: Client, way: Way, course: Course, learner: User
) -> None:
    module, _lab, _golf, last = way
    client.force_login(learner)
    assert around(client, module) == [last]
    assert around(client, last) == [module, course.get_absolute_url()]


def test_the_last_module_of_a_completed_course_leads_to_the_certificate(
    client: Client, module: Module, learner: User
) -> None:
    for section in module.sections.all():
        SectionRead.objects.create(user=learner, section=section)
    client.force_login(learner)
    assert around(client, module.get_absolute_url()) == ["/courses/docker/certificate"]
