"""The courses as files. Their labs are tried in tests/grading, by a test file for each course."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from django.conf import settings

from grading.management.commands.lab import all_labs
from labs.content import read_course, read_lab, read_mistakes
from labs.markdown import render
from tests.grading.labtrials import labs_of

CONTENT: Path = settings.BASE_DIR / "content"
LABS = all_labs()
COURSES = sorted(folder.name for folder in CONTENT.iterdir())


@pytest.mark.parametrize("folder", LABS, ids=lambda folder: folder.name)
def test_a_lab_has_at_least_three_mistakes_and_a_brief(folder: Path) -> None:
    assert len(read_mistakes(folder)) >= 3
    assert read_lab(folder).brief.strip()


def test_every_lab_is_tried_by_the_test_file_of_its_course() -> None:
    assert sorted([*labs_of("docker-en"), *labs_of("docker-fr")]) == LABS


@pytest.mark.parametrize("slug", COURSES)
def test_a_course_is_complete(slug: str) -> None:
    course = read_course(CONTENT / slug)
    modules = [module.slug for module in course.modules]
    assert modules == sorted(folder.name for folder in (CONTENT / slug).iterdir() if folder.is_dir())
    assert len(modules) == 5
    assert set(course.modules[3].requires) == set(modules[:3])
    assert len(course.modules[3].labs) == 11  # one to warm up, and the ten of its practical work
    assert course.modules[4].requires == (modules[3],)
    folders = {folder.name for folder in LABS if CONTENT / slug in folder.parents}
    assert {lab.slug for module in course.modules for lab in module.labs} == folders


@pytest.mark.parametrize("slug", COURSES)
def test_links_between_modules_and_labs_lead_somewhere(slug: str) -> None:
    course = read_course(CONTENT / slug)
    there = set()
    texts = []
    for module in course.modules:
        page = f"/courses/{slug}/{module.slug}/"
        there |= {page} | {f"{page}#{heading.anchor}" for heading in render(module.source).toc}
        there |= {f"/labs/{lab.slug}/" for lab in module.labs}
        texts += [module.source, *(lab.brief for lab in module.labs)]
    linked = {link for text in texts for link in re.findall(r"\]\((/[^)]*)\)", text)}
    assert len(linked) > 20
    assert linked - there == set()


@pytest.mark.parametrize(
    "name",
    [
        "docker-en/04-images/labs/running-as-a-service:stop",
        "docker-fr/04-images/labs/tourner-en-service:arreter",
    ],
)
def test_a_station_that_cannot_save_its_readings_stops_all_the_same(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder, _, stop = name.partition(":")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "missing"))
    monkeypatch.setenv("DONNEES", str(tmp_path / "missing"))
    station = runpy.run_path(str(CONTENT / folder / "starter" / "station.py"))
    with pytest.raises(SystemExit, match="missing"):  # a server goes on after any other error, now and then
        station[stop]()
