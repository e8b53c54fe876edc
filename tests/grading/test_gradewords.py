from __future__ import annotations

import pytest
from django.utils.translation import override

from grading.gradewords import in_words
from grading.models import Submission
from tests.grading.conftest import Submit

pytestmark = pytest.mark.django_db


def test_the_points_and_what_they_were_lost_to_are_said(graded: Submission) -> None:
    outcomes = graded.outcomes.all()
    assert in_words(graded, outcomes) == "40 of 100 points. Lost: image size 20, tags 40."
    graded.outcomes.filter(kind="tags").update(points=40.0)
    with override("fr"):
        assert in_words(graded, outcomes.all()) == "40 sur 100 points. Perdus\u00a0: taille de l’image 20."


def test_nothing_is_lost_of_full_marks(submitted: Submit) -> None:
    assert in_words(submitted(score=100.0), []) == "100 of 100 points, passed."


def test_why_a_build_failed_is_said_instead_of_what_it_cost(graded: Submission) -> None:
    graded.error = {"id": "The build failed:\nno such file", "params": {}}
    assert in_words(graded, graded.outcomes.all()) == "40 of 100 points. The build failed: no such file"


def test_of_what_has_no_points_only_the_reason_is_said(submitted: Submit) -> None:
    """The workbench says the state itself: "Cancelled" was heard twice."""
    assert in_words(submitted(state="cancelled"), []) == ""
    refused = submitted(state="refused")
    refused.error = {"id": "The build failed:\nno such file", "params": {}}
    assert in_words(refused, []) == "The build failed: no such file"
