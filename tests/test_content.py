"""Every lab of every course: its solution gets all points, each of its mistakes exactly what is expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from grading import trial
from grading.management.commands.lab import all_labs
from labs.content import read_course, read_lab, read_mistakes
from labs.markdown import render

CONTENT: Path = settings.BASE_DIR / "content"
LABS = all_labs()


@pytest.mark.engine
@pytest.mark.parametrize("folder", LABS, ids=lambda folder: folder.name)
def test_a_labs_solution_and_mistakes_get_what_is_expected(folder: Path) -> None:
    tried = list(trial.tries(folder))
    assert {one.name: one.problems for one in tried if one.problems} == {}
    assert trial.never_failed(read_lab(folder), tried) == []


def test_every_lab_has_at_least_three_mistakes_and_a_brief() -> None:
    assert LABS
    for folder in LABS:
        assert len(read_mistakes(folder)) >= 3, folder
        assert read_lab(folder).brief.strip(), folder


def test_the_course_is_complete() -> None:
    course = read_course(CONTENT / "docker-fr")
    assert [module.slug for module in course.modules] == [
        "01-conteneurs",
        "02-installation",
        "03-quotidien",
        "04-images",
        "05-publier",
    ]
    assert set(course.modules[3].requires) == {"01-conteneurs", "02-installation", "03-quotidien"}
    assert len(course.modules[3].labs) == 11  # one to warm up, and the ten of its practical work
    assert course.modules[4].requires == ("04-images",)
    labs = {lab.slug for module in course.modules for lab in module.labs}
    assert labs == {folder.name for folder in LABS if CONTENT / "docker-fr" in folder.parents}


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
