from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from labs.adminforms import CourseForm
from labs.models import Check, Course, Enrolment, Lab, LabFile, Module
from labs.roles import GRADERS
from labs.spec import LaterHint

pytestmark = pytest.mark.django_db
MODELS = ("course", "module", "lab", "enrolment")


@pytest.fixture
def foreign(course: Course) -> Lab:
    """A lab of a course that the instructor does not teach."""
    other = Course.objects.create(slug="other", title="Ailleurs")
    module = Module.objects.create(course=other, slug="elsewhere", title="Un autre module", source="# M\n")
    return Lab.objects.create(module=module, slug="foreign", title="Un autre lab", brief="", commands="")


@pytest.fixture
def as_instructor(client: Client, instructor: User) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(instructor)
    return client


@pytest.fixture
def as_operator(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


def change_url(row: Any) -> str:
    return reverse(f"admin:labs_{row._meta.model_name}_change", args=[row.pk])


def filled(client: Client, url: str) -> dict[str, Any]:
    """What the browser would send if the form were saved as it is."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    for wrapped in context["inline_admin_formsets"]:
        forms += [wrapped.formset.management_form, *wrapped.formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            if hasattr(bound.field.widget, "widgets"):
                continue
            data[bound.html_name] = bound.field.prepare_value(value)
    return data


def save(client: Client, row: Any, changes: Mapping[str, Any]) -> list[str]:
    """Save the row's form with `changes`; what the page then says is wrong."""
    response = client.post(change_url(row), {**filled(client, change_url(row)), **changes})
    if response.status_code == 302:
        return []
    found = [
        str(one)
        for errors in response.context["errors"]
        for one in (errors if isinstance(errors, list) else [errors])
    ]
    assert found
    return found


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("persona", "status"), [("learner", 302), ("grader", 302), ("instructor", 200), ("operator", 200)]
)
def test_who_gets_into_the_admin(
    request: pytest.FixtureRequest, client: Client, course: Course, model: str, persona: str, status: int
) -> None:
    client.force_login(request.getfixturevalue(persona))
    assert client.get(reverse(f"admin:labs_{model}_changelist")).status_code == status


@pytest.mark.parametrize("model", ["course", "module", "lab"])
def test_instructors_see_their_own_courses_only(
    as_instructor: Client, lab: Lab, foreign: Lab, model: str
) -> None:
    own = {"course": lab.module.course, "module": lab.module, "lab": lab}[model]
    other = {"course": foreign.module.course, "module": foreign.module, "lab": foreign}[model]
    listed = as_instructor.get(reverse(f"admin:labs_{model}_changelist"))
    assert list(listed.context["cl"].queryset) == [own]
    assert as_instructor.get(change_url(own)).status_code == 200
    assert as_instructor.get(change_url(other)).status_code == 302
    assert as_instructor.post(change_url(other), {"title": "Pris"}).status_code == 302
    titles = [
        *Course.objects.values_list("title"),
        *Module.objects.values_list("title"),
        *Lab.objects.values_list("title"),
    ]
    assert ("Pris",) not in titles


def test_instructors_cannot_hand_a_lab_to_another_course(
    as_instructor: Client, lab: Lab, foreign: Lab
) -> None:
    assert save(as_instructor, lab, {"module": foreign.module_id})
    lab.refresh_from_db()
    assert lab.module.slug == "images"


@pytest.mark.parametrize("model", ["course", "module", "lab"])
def test_instructors_delete_no_learners_work(as_instructor: Client, lab: Lab, model: str) -> None:
    row = {"course": lab.module.course, "module": lab.module, "lab": lab}[model]
    url = reverse(f"admin:labs_{model}_delete", args=[row.pk])
    assert as_instructor.post(url, {"post": "yes"}).status_code == 403


def test_operators_see_all_courses(as_operator: Client, lab: Lab, foreign: Lab) -> None:
    listed = as_operator.get(reverse("admin:labs_lab_changelist"))
    assert set(listed.context["cl"].queryset) == {lab, foreign}
    assert as_operator.get(change_url(foreign)).status_code == 200


def test_labs_are_listed_course_by_course_also_where_two_have_one_title(
    as_operator: Client, lab: Lab, foreign: Lab
) -> None:
    Course.objects.update(title="Docker")
    Course.objects.filter(pk=foreign.module.course_id).update(language="en")
    for one, other in ((lab, "a"), (foreign, "b")):
        Lab.objects.create(module=one.module, slug=other, title=other, position=one.position + 1)
    listed = as_operator.get("/admin/labs/lab/").context["cl"].result_list
    assert [one.module.course.language for one in listed] == ["en", "en", "fr", "fr"]
    filtered = as_operator.get("/admin/grading/submission/").context["cl"].filter_specs
    (labs,) = [one.lookup_choices for one in filtered if getattr(one, "field_path", "") == "lab"]
    assert [pk for pk, _ in labs] == [one.pk for one in listed]


@pytest.mark.parametrize("model", MODELS)
def test_lists_can_be_searched(as_operator: Client, lab: Lab, learner: User, model: str) -> None:
    page = as_operator.get(reverse(f"admin:labs_{model}_changelist"), {"q": "zzz"})
    assert page.context["cl"].result_count == 0


def test_saving_a_lab_unchanged_changes_nothing(as_instructor: Client, lab: Lab) -> None:
    before = lab.spec()
    assert save(as_instructor, lab, {}) == []
    assert Lab.objects.get().spec() == before


def test_lists_and_sizes_are_written_plainly(as_instructor: Client, lab: Lab) -> None:
    shown = filled(as_instructor, change_url(lab))
    assert (shown["editable"], shown["memory"], shown["disk"]) == ("Dockerfile\n.dockerignore", "1g", "2g")
    changes = {"editable": "Dockerfile\r\n\r\n  app.py ", "base_images": "busybox", "memory": "512m"}
    assert save(as_instructor, lab, changes) == []
    lab.refresh_from_db()
    assert (lab.editable, lab.base_images, lab.memory) == (["Dockerfile", "app.py"], ["busybox"], 512 << 20)


def test_browsers_line_ends_do_not_get_into_files(as_instructor: Client, lab: Lab) -> None:
    assert save(as_instructor, lab, {"brief": "a\r\nb\r\n", "files-0-text": "FROM busybox\r\n"}) == []
    lab.refresh_from_db()
    assert lab.brief == "a\nb\n"
    assert LabFile.objects.filter(text="FROM busybox\n").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"memory": "1 apple"}, "expected a number with a unit k, m or g"),
        ({"memory": "9g"}, "8589934592"),
        ({"seconds": "601"}, "600"),
        ({"editable": "../Dockerfile"}, "expected names of files without folders"),
        ({"editable": "app.py"}, "solution/Dockerfile: expected only the lab's editable files (app.py)"),
        (
            {"checks-0-points": "0", "checks-1-points": "0"},
            "checks: expected points that add up to more than 0",
        ),
        ({"checks-0-points": "-1"}, "0"),
        ({"registry_user": "student"}, "registry.password_file: expected a file of starter/"),
        ({"registry_user": "A b"}, "registry.user: expected a name such as"),
        ({"checks-1-parameters": '{"requires": []}'}, "unknown key"),
        ({"checks-1-parameters": "[1]"}, "expected an object"),
        (
            {"checks-1-parameters": '{"require": [{"pattern": "exact", "name": ["é", true]}]}'},
            'expected text, not ["é", true]',
        ),
        ({"checks-1-hints": '[{"after": 0, "text": "a"}]'}, "hints[0].after: expected a number of attempts"),
        (
            {"checks-0-DELETE": "on", "checks-1-DELETE": "on"},
            "checks: expected points that add up to more than 0",
        ),
    ],
)
def test_a_wrong_lab_is_not_saved(
    as_instructor: Client, lab: Lab, changes: dict[str, str], said: str
) -> None:
    before = lab.spec()
    assert said in " ".join(save(as_instructor, lab, changes))
    assert Lab.objects.get().spec() == before


def test_all_that_is_wrong_is_listed_on_top_with_the_way_to_its_field(
    as_instructor: Client, lab: Lab
) -> None:
    Check.objects.create(
        lab=lab, position=2, kind="layer-count", points=10.0, parameters={"full": 3, "zero": 8}
    )
    wrong = {
        "checks-2-parameters": '{\r\n  "full": 3,\r\n  oops\r\n}',
        "memory": "1 apple",
        "checks-0-points": "-1",
    }
    said = "line 3, column 3: not valid JSON"
    form = filled(as_instructor, change_url(lab)) | wrong
    page = as_instructor.post(change_url(lab), form).content.decode()
    top, _, below = page.partition("<fieldset")
    listed = re.findall('<li><a href="#([^"]+)">([^<]+)</a></li>', top)
    assert [place for place, _ in listed] == ["id_memory", "id_checks-0-points", "id_checks-2-parameters"]
    assert listed[2][1] == f"Check 3, Parameters: {said}"
    assert re.findall(r"<ul [^>]*\bautofocus\b", top)
    assert said in below
    for place, _ in listed:
        assert f'id="{place}"' in below
    form |= {"checks-2-DELETE": "on", "memory": "1g", "checks-0-points": "0", "checks-1-points": "0"}
    top = as_instructor.post(change_url(lab), form).content.decode().partition("<fieldset")[0]
    assert '<a href="#checks-group">Checks: checks: expected points' in top


def test_a_check_without_a_kind_is_told_so_once(as_instructor: Client, lab: Lab) -> None:
    assert save(as_instructor, lab, {"checks-1-kind": ""}) == ["This field is required."]


def test_a_form_of_checks_is_french_in_french_and_says_where_the_keys_stand(
    as_instructor: Client, lab: Lab
) -> None:
    as_instructor.defaults["HTTP_ACCEPT_LANGUAGE"] = "fr"
    page = as_instructor.get(change_url(lab)).content.decode()
    assert "<h3><b>Critère\N{NO-BREAK SPACE}:</b>" in page
    assert "docs/checks.md dit pour chaque type quelles clés il prend" in page
    said = save(as_instructor, lab, {"checks-1-parameters": '{"wanted": []}'})
    assert said[0].startswith("wanted\N{NO-BREAK SPACE}: clé inconnue")


def test_the_admin_has_the_site_s_name(as_instructor: Client, course: Course) -> None:
    name = render_to_string("_site_name.html")
    page = as_instructor.get("/admin/").content.decode()
    assert f'<a href="/admin/">{name}</a>' in page
    assert f"| {name}</title>" in page


def test_later_hints_are_saved(as_instructor: Client, lab: Lab) -> None:
    assert save(as_instructor, lab, {"checks-1-hints": '[{"after": 2, "text": "Plus."}]'}) == []
    assert [check.hints for check in lab.spec().checks] == [(), (LaterHint(2, "Plus."),)]


def test_a_check_must_fit_its_lab(as_instructor: Client, lab: Lab) -> None:
    Check.objects.filter(lab=lab, kind="build").update(
        kind="base-image", parameters={"allowed": ["python:3.11-slim"]}
    )
    assert save(as_instructor, lab, {}) == []
    assert "checks[0].allowed: " in " ".join(save(as_instructor, lab, {"base_images": "busybox"}))


def test_sections_follow_a_text_saved_here(as_instructor: Client, module: Module) -> None:
    assert save(as_instructor, module, {"source": "# Images\r\n\r\n## Nouvelle\r\n"}) == []
    assert [section.title for section in module.sections.all()] == ["Nouvelle"]


def test_a_question_that_is_wrong_is_said_with_its_line_in_the_reader_s_language(
    as_instructor: Client, module: Module
) -> None:
    as_instructor.cookies["django_language"] = "fr"
    said = save(as_instructor, module, {"source": "# Images\n\n```question\nid = 'a'\n```\n"})
    assert said == ["ligne 3: kind: manquant"]


def test_modules_do_not_require_each_other_in_a_circle(as_instructor: Client, module: Module) -> None:
    after = Module.objects.create(
        course=module.course, slug="after", title="Après", source="# A\n", position=1
    )
    after.requires.add(module)
    assert "in a circle" in " ".join(save(as_instructor, module, {"requires": [after.pk]}))
    assert "in a circle" in " ".join(save(as_instructor, module, {"requires": [module.pk]}))


def test_whoever_makes_a_course_teaches_it(as_instructor: Client, instructor: User) -> None:
    data = {"title": "Neuf", "slug": "neuf", "language": "fr", "published": "on"}
    data |= {"modules-TOTAL_FORMS": "0", "modules-INITIAL_FORMS": "0"}
    as_instructor.post(reverse("admin:labs_course_add"), data)
    made = Course.objects.get(slug="neuf")
    assert made.enrolments.get().user == instructor
    assert as_instructor.get(change_url(made)).status_code == 200


def enrol(client: Client, course: Course, person: str, role: str) -> list[str]:
    data = {"person": person, "course": course.pk, "role": role}
    response = client.post(reverse("admin:labs_enrolment_add"), data)
    return [] if response.status_code == 302 else [str(one) for one in response.context["errors"]]


def test_instructors_enrol_by_name_or_address(as_instructor: Client, course: Course) -> None:
    User.objects.create_user("new", "new@example.com")
    User.objects.create_user("newer", "newer@example.com")
    assert enrol(as_instructor, course, "new", "learner") == []
    assert enrol(as_instructor, course, "NEWER@example.com", "grader") == []
    assert Enrolment.objects.get(user__username="newer").role == "grader"
    assert User.objects.get(username="newer").groups.get().name == GRADERS


def test_nobody_is_enrolled_twice_or_under_an_unknown_name(
    as_instructor: Client, course: Course, learner: User
) -> None:
    assert "nobody" in " ".join(enrol(as_instructor, course, "nobody", "learner"))
    already = " ".join(enrol(as_instructor, course, learner.username, "learner"))
    assert learner.username in already
    assert f'href="{change_url(Enrolment.objects.get(user=learner))}"' in already
    assert Enrolment.objects.filter(user=learner).count() == 1


def test_instructors_enrol_in_their_own_courses_and_make_no_instructors(
    as_instructor: Client, course: Course, foreign: Lab
) -> None:
    User.objects.create_user("new", "new@example.com")
    assert enrol(as_instructor, foreign.module.course, "new", "learner")
    assert enrol(as_instructor, course, "new", "instructor")
    assert not Enrolment.objects.filter(user__username="new").exists()


def test_an_operator_makes_an_instructor(as_operator: Client, course: Course) -> None:
    user = User.objects.create_user("new", "new@example.com")
    assert enrol(as_operator, course, "new", "instructor") == []
    user.refresh_from_db()
    assert user.is_staff
    assert user.has_perm("labs.change_lab")


def test_an_enrolment_changes_its_role_only(as_instructor: Client, course: Course, learner: User) -> None:
    enrolment = Enrolment.objects.get(user=learner)
    assert save(as_instructor, enrolment, {"role": "grader", "user": 1, "course": 99}) == []
    with translation.override("fr"):
        assert str(Enrolment.objects.get(user=learner)) == f"learner – {course} (relecteur)"
    enrolment.refresh_from_db()
    assert (enrolment.role, enrolment.user, enrolment.course) == ("grader", learner, course)


def test_instructors_do_not_unseat_each_other(as_instructor: Client, course: Course) -> None:
    colleague = User.objects.create_user("colleague")
    enrolment = Enrolment.objects.create(user=colleague, course=course, role=Enrolment.Role.INSTRUCTOR)
    delete = reverse("admin:labs_enrolment_delete", args=[enrolment.pk])
    assert as_instructor.post(change_url(enrolment), {"role": "learner"}).status_code == 403
    assert as_instructor.post(delete, {"post": "yes"}).status_code == 403
    enrolment.refresh_from_db()
    assert enrolment.role == "instructor"


def test_instructors_take_a_learner_out(as_instructor: Client, learner: User) -> None:
    enrolment = Enrolment.objects.get(user=learner)
    as_instructor.post(reverse("admin:labs_enrolment_delete", args=[enrolment.pk]), {"post": "yes"})
    assert not Enrolment.objects.filter(user=learner).exists()


def test_a_demo_is_one_of_the_course_s_own_labs(course: Course, lab: Lab) -> None:
    other = Course.objects.create(slug="other", title="Other")
    assert CourseForm({"demo": lab.pk}, instance=other).errors["demo"]
    own = {"title": "Docker", "slug": "docker", "language": "fr", "demo": lab.pk}
    assert CourseForm(own, instance=course).save().demo == lab
