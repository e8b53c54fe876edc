"""The courses as files. Their labs are tried in tests/grading, by a test file for each course."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from grading.management.commands.lab import all_labs
from labs.content import read_course, read_lab, read_mistakes
from labs.markdown import render
from tests.grading.labtrials import labs_of

CONTENT: Path = settings.BASE_DIR / "content"
LABS = all_labs()


@pytest.mark.parametrize("folder", LABS, ids=lambda folder: folder.name)
def test_a_lab_has_at_least_three_mistakes_and_a_brief(folder: Path) -> None:
    assert len(read_mistakes(folder)) >= 3
    assert read_lab(folder).brief.strip()


def test_every_lab_is_tried_by_the_test_file_of_its_course() -> None:
    assert sorted([*labs_of("docker-en"), *labs_of("docker-fr")]) == LABS


def test_the_course_is_complete() -> None:
    course = read_course(CONTENT / "docker-fr")
    assert [module.slug for module in course.modules] == [
        "01-conteneurs",
        "02-installation",
        "03-quotidien",
        "04-images",
    ]
    assert set(course.modules[3].requires) == {"01-conteneurs", "02-installation", "03-quotidien"}
    assert len(course.modules[3].labs) == 11  # one to warm up, and the ten of its practical work
    assert {lab.slug for lab in course.modules[3].labs} == {folder.name for folder in LABS}


def test_links_between_modules_and_labs_lead_somewhere() -> None:
    course = read_course(CONTENT / "docker-fr")
    there = set()
    texts = []
    for module in course.modules:
        page = f"/courses/docker-fr/{module.slug}/"
        there |= {page} | {f"{page}#{heading.anchor}" for heading in render(module.source).toc}
        there |= {f"/labs/{lab.slug}/" for lab in module.labs}
        texts += [module.source, *(lab.brief for lab in module.labs)]
    linked = {link for text in texts for link in re.findall(r"\]\((/[^)]*)\)", text)}
    assert len(linked) > 20
    assert linked - there == set()
