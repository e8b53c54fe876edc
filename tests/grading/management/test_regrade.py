from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from grading.models import Submission
from labs.models import Check, Lab
from tests.grading.conftest import Submit
from tests.grading.stored import built

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("regrade", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def changed(lab: Lab, submitted: Submit) -> Lab:
    """Two submissions, of which one would have 120 points out of 140 instead of 60 out of 100."""
    built(submitted)
    built(submitted, tags=())
    Check.objects.filter(lab=lab, kind="build").update(points=120.0)
    Check.objects.filter(lab=lab, kind="tags").update(points=20.0)
    return lab


def test_it_shows_who_would_move(changed: Lab) -> None:
    said = run("first-image").splitlines()
    assert "learner #2" in said[1]
    assert "60 / 100 -> 120 / 140    +25.71 %  build: 60 / 60 → 120 / 120; tags: 0 / 40 → 0 / 20" in said[1]
    assert said[-1] == "first-image: 1 grade goes up, 1 is out of other points (2 graded)"
    assert Submission.objects.get(number=2).final_score == 60.0


def test_it_writes_when_told_to(changed: Lab) -> None:
    assert "(2 graded, applied)" in run("first-image", "--apply")
    assert Submission.objects.get(number=2).final_score == 120.0
    assert run("first-image").splitlines() == ["first-image: no grade moves (2 graded)"]


def test_an_unknown_lab_is_a_wrong_usage() -> None:
    with pytest.raises(CommandError) as refused:
        run("nowhere")
    assert refused.value.returncode == 2
