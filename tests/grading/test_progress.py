from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User
from pytest_django import DjangoAssertNumQueries

from grading.models import State
from grading.progress import course_progress
from labs.models import Check, Course, Lab, Module, Section, SectionRead
from tests.grading.conftest import Submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(module: Module) -> Section:
    Section.objects.filter(module=module).delete()
    return Section.objects.create(module=module, anchor="layers", title="Layers", position=0)


def test_a_module_is_complete_when_its_sections_are_read_and_its_labs_passed(
    course: Course, module: Module, section: Section, lab: Lab, learner: User, submitted: Submit
) -> None:
    possible = lab.spec().max_score
    assert not course_progress(course, learner).of(module).complete
    SectionRead.objects.create(user=learner, section=section)
    assert not course_progress(course, learner).of(module).complete
    submitted(score=possible, max_score=possible)
    progress = course_progress(course, learner).of(module)
    assert progress.complete
    assert progress.percent == 100


def test_the_best_counted_attempt_counts(
    course: Course, module: Module, learner: User, submitted: Submit
) -> None:
    submitted(score=20.0)
    submitted(score=50.0)
    submitted(score=30.0)
    submitted(state=State.FAILED, counted=False)
    (lab,) = course_progress(course, learner).of(module).labs
    assert (lab.best, lab.attempts) == (50.0, 3)


def test_the_best_attempt_is_that_with_the_largest_share_of_the_points_that_counted_for_it(
    course: Course, module: Module, learner: User, submitted: Submit
) -> None:
    submitted(score=50.0)
    submitted(score=45.0, max_score=60.0)
    submitted(score=0.0, max_score=0.0)
    (lab,) = course_progress(course, learner).of(module).labs
    assert (lab.best, lab.max, lab.attempts, lab.percent, lab.passed) == (45.0, 60.0, 3, 75, True)


def test_points_of_nothing_are_no_progress(
    course: Course, module: Module, learner: User, submitted: Submit
) -> None:
    submitted(score=0.0, max_score=0.0)
    (lab,) = course_progress(course, learner).of(module).labs
    assert (lab.best, lab.percent, lab.passed) == (0.0, 0, False)


def test_others_progress_is_not_mine(
    course: Course, module: Module, section: Section, other_learner: User, learner: User, submitted: Submit
) -> None:
    submitted(score=100.0)
    SectionRead.objects.create(user=learner, section=section)
    progress = course_progress(course, other_learner).of(module)
    assert (progress.sections_read, progress.labs[0].best) == (0, None)


def test_a_module_says_which_required_ones_are_not_complete(
    course: Course, module: Module, section: Section, learner: User
) -> None:
    after = Module.objects.create(course=course, slug="after", title="After", position=9, source="# After\n")
    after.requires.add(module)
    progress = course_progress(course, learner)
    assert [required.pk for required in progress.of(after).blocked_by] == [module.pk]
    assert progress.next_module is progress.of(module)


def test_the_number_of_queries_does_not_grow_with_the_course(
    course: Course, module: Module, learner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        more = Module.objects.create(
            course=course, slug=f"m{number}", title="M", position=number, source="# M\n"
        )
        more.requires.add(module)
        for n in range(3):
            lab = Lab.objects.create(module=more, slug=f"l{number}-{n}", title="L", brief="", commands="")
            Check.objects.create(lab=lab, kind="build", points=10)
    course.refresh_from_db()
    course_progress(course, learner)  # reads the outline once
    with django_assert_num_queries(2):
        course_progress(course, learner)


def test_nobody_has_made_no_progress(course: Course) -> None:
    assert course_progress(course, AnonymousUser()).percent == 0
