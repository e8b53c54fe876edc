"""A lab's checks changed in the admin: whose grade moves is seen before anything is saved."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from grading.models import Regrade, State, Submission
from labs.models import Course, Enrolment, Lab
from tests.grading.conftest import Submit
from tests.grading.stored import built
from tests.labs.test_admin import change_url, filled

pytestmark = pytest.mark.django_db

NEW_POINTS = {"checks-0-points": "20", "checks-1-points": "80", "title": "Un autre titre"}


class Hidden(HTMLParser):
    """What a page's hidden fields say."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.fields[given["name"] or ""] = given["value"] or ""


@pytest.fixture
def half(submitted: Submit) -> Submission:
    """60 of 100 points."""
    return built(submitted, tags=())


@pytest.fixture
def teaching(client: Client, instructor: User) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(instructor)
    return client


def change(client: Client, lab: Lab, changes: dict[str, str]) -> Any:
    return client.post(change_url(lab), filled(client, change_url(lab)) | {"_save": "Save"} | changes)


def decide(client: Client, lab: Lab, page: Any, decision: str) -> Any:
    return client.post(change_url(lab), Hidden(page.content.decode()).fields | {"regrade": decision})


def test_the_page_says_who_would_move_before_anything_is_saved(
    teaching: Client, lab: Lab, half: Submission
) -> None:
    before = lab.spec()
    page = change(teaching, lab, NEW_POINTS)
    text = page.content.decode()
    assert page.status_code == 200
    assert "1 grade goes down, 1 attempt no longer passes." in text
    assert "60 / 100" in text
    assert "20 / 100" in text
    assert 'regrade-table" tabindex="0" role="region" aria-label="Grades would change"' in text
    assert Lab.objects.get().spec() == before
    assert Submission.objects.get().final_score == 60.0
    assert "was changed successfully" not in text
    assert "was changed successfully" not in teaching.get("/admin/").content.decode()


def test_save_and_grade_again(teaching: Client, lab: Lab, half: Submission, instructor: User) -> None:
    answer = decide(teaching, lab, change(teaching, lab, NEW_POINTS), "apply")
    assert answer.status_code == 302
    saved = Lab.objects.get()
    assert (saved.title, [check.points for check in saved.checks.all()]) == ("Un autre titre", [20.0, 80.0])
    assert Submission.objects.get().final_score == 20.0
    assert Regrade.objects.get().author == instructor
    assert (
        "Grades made again: 1 grade goes down, 1 attempt no longer passes."
        in teaching.get(answer["Location"]).content.decode()
    )


def test_another_pass_mark_is_saved_once_it_was_seen_who_passes_by_it(
    teaching: Client, lab: Lab, half: Submission
) -> None:
    page = change(teaching, lab, {"pass_percent": "61"})
    text = page.content.decode()
    assert "1 attempt no longer passes." in text
    assert "Points stay as they are." in text
    assert "The pass mark counts for all attempts" in text
    assert text.count('<span class="regrade-passed">passed</span>') == 1  # before
    assert 'value="keep"' not in text
    assert Lab.objects.get().pass_percent == 60
    assert decide(teaching, lab, page, "apply").status_code == 302
    assert Lab.objects.get().pass_percent == 61
    assert not Regrade.objects.exists()


def test_before_is_by_the_pass_mark_that_was_saved(teaching: Client, lab: Lab, half: Submission) -> None:
    Lab.objects.update(pass_percent=61)
    text = change(teaching, lab, {"pass_percent": "50", "checks-1-points": "30"}).content.decode()
    assert "1 grade goes up, 1 attempt passes now." in text
    assert text.count('<span class="regrade-passed">passed</span>') == 1  # after
    assert "The pass mark counts for all attempts" in text


STALE = "If the brief states points"


def test_who_gives_other_points_is_reminded_of_the_brief(
    teaching: Client, lab: Lab, half: Submission, submitted: Submit
) -> None:
    page = change(teaching, lab, NEW_POINTS)
    assert STALE in page.content.decode()
    for decision in ("keep", "apply"):
        saved = teaching.get(decide(teaching, lab, page, decision)["Location"]).content.decode()
        assert saved.count(STALE) == (decision == "keep")  # then the checks are as they were saved
        assert (f'href="{change_url(lab)}#id_brief"' in saved) is (decision == "keep")


@pytest.mark.parametrize(
    "changes", [{"brief": "80 points."}, {"checks-0-points": "60", "checks-1-points": "40"}]
)
def test_nobody_is_reminded_of_a_brief_that_is_new_or_right(
    teaching: Client, lab: Lab, half: Submission, changes: dict[str, str]
) -> None:
    page = change(teaching, lab, NEW_POINTS | {"checks-1-hint": "Un indice"} | changes)
    if page.status_code == 302:
        page = teaching.get(page["Location"])
    assert STALE not in page.content.decode()


def test_save_and_leave_the_grades(teaching: Client, lab: Lab, half: Submission) -> None:
    assert decide(teaching, lab, change(teaching, lab, NEW_POINTS), "keep").status_code == 302
    assert [check.points for check in Lab.objects.get().checks.all()] == [20.0, 80.0]
    assert Submission.objects.get().final_score == 60.0


def test_back_to_the_form_with_all_that_was_typed(teaching: Client, lab: Lab, half: Submission) -> None:
    before, typed = lab.spec(), NEW_POINTS | {"brief": "Une ligne\r\n\r\n<b>et</b> une autre"}
    page = decide(teaching, lab, change(teaching, lab, typed), "back")
    assert page.status_code == 200
    assert "Nothing is saved yet." in page.content.decode()
    assert "correct the error" not in page.content.decode()
    form = page.context["adminform"].form
    assert form["brief"].value() == typed["brief"]
    assert page.context["inline_admin_formsets"][1].formset.forms[0]["points"].value() == "20"
    assert Lab.objects.get().spec() == before


@pytest.mark.parametrize(
    "changes", [{"title": "Un autre titre"}, {"checks-0-hint": "Un indice"}, {"pass_percent": "59"}]
)
def test_what_moves_nobody_is_saved_at_once(
    teaching: Client, lab: Lab, half: Submission, changes: dict[str, str]
) -> None:
    assert change(teaching, lab, changes).status_code == 302
    assert not Regrade.objects.exists()


def test_a_hint_reaches_the_grades_that_were_given(teaching: Client, lab: Lab, half: Submission) -> None:
    change(teaching, lab, {"checks-1-hint": "Un indice"})
    assert half.outcomes.get(kind="tags").hint == "Un indice"


def test_a_lab_without_submissions_is_saved_at_once(teaching: Client, lab: Lab) -> None:
    assert change(teaching, lab, NEW_POINTS).status_code == 302


def test_wrong_checks_are_refused_before_grades_are_looked_at(
    teaching: Client, lab: Lab, half: Submission
) -> None:
    page = change(teaching, lab, NEW_POINTS | {"checks-1-parameters": "[1]"})
    assert "expected an object" in page.content.decode()


def test_what_must_be_built_again_is_said_and_queued(teaching: Client, lab: Lab, half: Submission) -> None:
    Submission.objects.update(build={"ok": True})
    page = change(teaching, lab, NEW_POINTS)
    assert "1 must be built again." in page.content.decode()
    assert Submission.objects.get().state == State.GRADED
    decide(teaching, lab, page, "apply")
    assert Submission.objects.get().state == State.QUEUED


@pytest.mark.parametrize("persona", ["learner", "grader", "instructor", "operator", "instructor elsewhere"])
@pytest.mark.parametrize("decision", [{}, {"regrade": "apply"}])
def test_who_may_make_grades_again(
    request: pytest.FixtureRequest,
    client: Client,
    lab: Lab,
    half: Submission,
    persona: str,
    decision: dict[str, str],
) -> None:
    client.force_login(request.getfixturevalue("operator"))
    form = filled(client, change_url(lab)) | NEW_POINTS | decision
    user: User = request.getfixturevalue(persona.split()[0])
    if persona == "instructor elsewhere":
        other = Course.objects.create(slug="other", title="Ailleurs")
        Enrolment.objects.filter(user=user).update(course=other)
    client.force_login(user)
    answer = client.post(change_url(lab), form)
    may = persona in ("instructor", "operator")
    assert (b"60 / 100" in answer.content) is (may and not decision)
    assert (Submission.objects.get().final_score == 20.0) is (may and bool(decision))
