"""Every lab of every course: its solution gets all points, each of its mistakes exactly what is expected."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings

from grading import engine
from grading.job import Job
from grading.models import State
from grading.pipeline import judge
from labs.content import Mistake, read_course, read_lab, read_mistakes

CONTENT: Path = settings.BASE_DIR / "content"
LABS = sorted(path.parent for path in CONTENT.glob("*/*/labs/*/lab.toml"))
MISTAKES = [(lab, mistake) for lab in LABS for mistake in read_mistakes(lab)]


@pytest.mark.engine
@pytest.mark.parametrize("folder", LABS, ids=lambda folder: folder.name)
def test_a_solution_gets_all_points(folder: Path, life: ExitStack) -> None:
    lab = read_lab(folder)
    engine.ensure_running()
    verdict = judge(Job(lab, lab.solution, lab.solution_commands, "test", life))
    assert verdict.status == State.GRADED
    assert [(o.kind, o.points) for o in verdict.outcomes] == [(c.kind, c.points) for c in lab.checks]


@pytest.mark.engine
@pytest.mark.parametrize(
    ("folder", "mistake"), MISTAKES, ids=[f"{folder.name}-{mistake.name}" for folder, mistake in MISTAKES]
)
def test_a_mistake_gets_what_is_expected(folder: Path, mistake: Mistake, life: ExitStack) -> None:
    verdict = judge(Job(read_lab(folder), mistake.files, mistake.commands, "test", life))
    expect = mistake.expect
    assert (verdict.status, verdict.score) == (expect.status, expect.score)
    assert expect.fault is None or verdict.fault == expect.fault
    if expect.failed is not None:
        assert {o.kind for o in verdict.outcomes if not o.passed} == set(expect.failed)


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
    ]
    assert set(course.modules[3].requires) == {"01-conteneurs", "02-installation", "03-quotidien"}
    assert len(course.modules[3].labs) >= 3
