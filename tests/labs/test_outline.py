from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from labs.content import read_course
from labs.importing import import_courses
from labs.models import Check, Course, Lab, Module
from labs.outline import ModuleOutline, outline

pytestmark = pytest.mark.django_db


def now(course: Course) -> tuple[ModuleOutline, ...]:
    """What a page would show: it has just read the course's row."""
    return outline(Course.objects.get(pk=course.pk))


def test_it_is_read_once(
    course: Course, module: Module, lab: Lab, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    (one,) = now(course)
    assert (one.url, [section.title for section in one.sections]) == (
        "/courses/docker/images/",
        ["Les couches", "Le cache"],
    )
    assert [(lab.url, lab.points) for lab in one.labs] == [("/labs/first-image/", 100.0)]
    with django_assert_num_queries(1):  # the course's row
        assert now(course)[0] is one


def save_a_module(module: Module, lab: Lab) -> None:
    module.title = "Autrement"
    module.save()


def write_another_section(module: Module, lab: Lab) -> None:
    module.source += "\n## Encore\n"
    module.save()


def save_a_lab(module: Module, lab: Lab) -> None:
    lab.pass_percent = 90
    lab.save()


def save_a_check(module: Module, lab: Lab) -> None:
    check = Check.objects.get(lab=lab, kind="build")
    check.points = 1
    check.save()


def add_a_lab(module: Module, lab: Lab) -> None:
    Lab.objects.create(module=module, slug="second", title="Deux", brief="", commands="")


def require_a_module(module: Module, lab: Lab) -> None:
    module.requires.add(module.course.modules.get(slug="before"))


def be_required(module: Module, lab: Lab) -> None:
    module.required_by.add(module.course.modules.get(slug="before"))


CHANGES = [
    save_a_module,
    write_another_section,
    save_a_lab,
    save_a_check,
    add_a_lab,
    require_a_module,
    be_required,
    lambda module, lab: module.delete(),
    lambda module, lab: lab.delete(),
    lambda module, lab: Check.objects.get(lab=lab, kind="tags").delete(),
    lambda module, lab: Check.objects.filter(lab=lab).delete(),
]


@pytest.mark.parametrize("change", CHANGES)
def test_it_follows_each_change(
    course: Course, module: Module, lab: Lab, change: Callable[[Module, Lab], None]
) -> None:
    Module.objects.create(course=course, slug="before", title="Avant", position=1, source="")
    before = now(course)
    change(module, lab)
    assert now(course) != before


def test_a_requirement_is_taken_back(course: Course, module: Module) -> None:
    required = Module.objects.create(course=course, slug="before", title="Avant", position=1, source="")
    module.requires.add(required)
    assert now(course)[0].requires == {required.pk}
    module.requires.clear()
    assert now(course)[0].requires == set()


def test_both_courses_see_a_lab_move(course: Course, module: Module, lab: Lab) -> None:
    other = Course.objects.create(slug="other", title="Other")
    there = Module.objects.create(course=other, slug="there", title="There", source="")
    assert (len(now(course)[0].labs), len(now(other)[0].labs)) == (1, 0)
    lab.module = there
    lab.save()
    assert (len(now(course)[0].labs), len(now(other)[0].labs)) == (0, 1)


def test_a_row_of_the_course_read_before_does_not_bring_its_revision_back(
    course: Course, module: Module
) -> None:
    early = Course.objects.get()
    assert now(course)[0].title == "Images"
    module.title = "Autrement"
    module.save()
    early.save()
    assert now(course)[0].title == "Autrement"


def test_others_courses_are_left_alone(
    course: Course, module: Module, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now(course)
    Module.objects.create(
        course=Course.objects.create(slug="other", title="Other"),
        slug="there",
        title="There",
        source="## A\n",
    )
    with django_assert_num_queries(1):
        now(course)


def test_it_follows_an_import(course_folder: Path) -> None:
    import_courses([read_course(course_folder)])
    course = Course.objects.get()
    assert [module.title for module in now(course)] == ["Un", "Deux"]
    (course_folder / "one" / "module.toml").write_text('title = "Premier"\n')
    import_courses([read_course(course_folder)])
    assert [module.title for module in now(course)] == ["Premier", "Deux"]


def test_it_follows_the_admin(client: Client, course: Course, module: Module, operator: User) -> None:
    required = Module.objects.create(course=course, slug="before", title="Avant", position=1, source="")
    now(course)
    client.force_login(operator)
    values = {"course": course.pk, "slug": "images", "position": 0, "title": "Mieux", "minutes": 5}
    inline = {f"{name}-{form}_FORMS": 0 for name in ("labs", "pictures") for form in ("TOTAL", "INITIAL")}
    texts = {"summary": "", "source": "## A\n", "requires": [required.pk]}
    response = client.post(f"/admin/labs/module/{module.pk}/change/", values | texts | inline)
    assert response.status_code == 302
    images = now(course)[0]
    assert (images.title, images.requires) == ("Mieux", frozenset({required.pk}))
    assert [section.title for section in images.sections] == ["A"]
