from __future__ import annotations

import pytest
from django.test import Client

from grading import history, review
from grading.comparison import Comparison, Figure
from grading.facts import BuildResult
from grading.models import OutcomeRecord, Submission
from labs.models import Lab
from tests.grading.checks.work import MB, an_image
from tests.grading.conftest import Submit
from tests.grading.stored import built

pytestmark = pytest.mark.django_db


def compared(submission: Submission) -> Comparison:
    former = history.before(submission, history.attempts_of(submission))
    assert former is not None
    review.look_up([former, submission])
    return Comparison(former, submission)


def test_points_by_check_move_up_down_or_stay(lab: Lab, submitted: Submit) -> None:
    built(submitted, tags=())
    since = compared(built(submitted))
    assert since.total == Figure("Points", "60 / 100", "100 / 100", "+40", "up", good=True)
    assert since.checks == [
        Figure("Build", "60 / 60", "60 / 60"),
        Figure("Tags", "0 / 40", "40 / 40", "+40", "up", good=True),
    ]
    since = compared(built(submitted, tags=()))
    assert (since.total.by, since.total.direction, since.total.good) == ("−40", "down", False)


def test_a_check_that_came_or_went_moves_nobody(lab: Lab, submitted: Submit) -> None:
    built(submitted)
    now = built(submitted)
    now.outcomes.filter(kind="tags").update(kind="user", title="")
    assert compared(now).checks[1:] == [Figure("User", "–", "40 / 40"), Figure("Tags", "40 / 40", "–")]


def test_a_check_that_failed_on_our_side_is_not_compared(lab: Lab, submitted: Submit) -> None:
    built(submitted)
    now = built(submitted)
    OutcomeRecord.objects.filter(submission=now, kind="tags").update(ours=True, points=0, max_points=0)
    assert [one.name for one in compared(now).checks] == ["Build"]


def test_the_image_and_the_build_are_measured(submitted: Submit) -> None:
    small, large = an_image([(5 * MB, 2)]), an_image([(20 * MB, 2), (MB, 3)])
    submitted(score=50.0, image=large.as_json(), build=BuildResult(True, 9.96).stored())
    now = submitted(score=50.0, image=small.as_json(), build=BuildResult(True, 4.0).stored())
    since = compared(now)
    assert since.measured == [
        Figure("Size of the image", "121 MB", "105 MB", "−16 MB", "down", good=True),
        Figure("Size above the base", "21 MB", "5 MB", "−16 MB", "down", good=True),
        Figure("Layers above the base", "2", "1", "−1", "down"),
        Figure("Time of the build", "10.0 s", "4.0 s", "−6.0 s", "down"),
    ]
    assert since.moved == since.measured[:1]


@pytest.mark.parametrize(("before", "after"), [(4.0, 4.4), (0.9, 1.3), (10.0, 11.9)])
def test_a_time_of_the_build_that_differs_by_noise_has_not_moved(
    submitted: Submit, before: float, after: float
) -> None:
    submitted(score=50.0, build=BuildResult(True, before).stored())
    since = compared(submitted(score=50.0, build=BuildResult(True, after).stored()))
    assert [(one.name, one.by, one.direction) for one in since.measured] == [
        ("Time of the build", "", "same")
    ]
    assert since.moved == []


def test_a_build_that_failed_is_no_measure_of_the_next(submitted: Submit) -> None:
    submitted(score=0.0, build=BuildResult(False, 0.4).stored())
    first = compared(
        submitted(score=100.0, image=an_image().as_json(), build=BuildResult(True, 3.0).stored())
    )
    assert (first.measured, first.unbuilt_before) == ([], True)
    assert first.moved == [first.total]
    failed = compared(submitted(score=0.0, build=BuildResult(False, 0.4).stored()))
    assert (failed.measured, failed.unbuilt_before) == ([], False)


@pytest.mark.parametrize(("before", "after"), [(False, True), (True, False)])
def test_a_docker_command_that_failed_after_the_build_takes_away_the_time_only(
    submitted: Submit, before: bool, after: bool
) -> None:
    image = an_image().as_json()
    submitted(score=90.0, image=image, build=BuildResult(before, 3.0).stored())
    since = compared(submitted(score=90.0, image=image, build=BuildResult(after, 4.0).stored()))
    assert [one.name for one in since.measured] == [
        "Size of the image",
        "Size above the base",
        "Layers above the base",
    ]
    assert not since.unbuilt_before


def test_without_an_image_on_one_side_nothing_of_it_is_compared(submitted: Submit) -> None:
    submitted(score=50.0)
    assert compared(submitted(score=50.0, image=an_image().as_json())).measured == []


def test_the_attempt_before_is_the_last_one_that_was_graded(submitted: Submit) -> None:
    first = submitted(score=50.0)
    submitted(state="failed", counted=False)
    submitted(state="refused", score=None, final_score=0.0)
    now = submitted(score=60.0)
    assert compared(now).before.pk == first.pk
    assert history.before(first, history.attempts_of(first)) is None
    waiting = submitted()
    assert history.before(waiting, history.attempts_of(waiting)) is None


def test_files_that_changed_came_or_went_and_the_commands(submitted: Submit) -> None:
    submitted(
        score=50.0, files={"Dockerfile": "FROM a\n", "same": "x", "gone": "y\n"}, commands="docker build ."
    )
    files = {"Dockerfile": "FROM b\n", "same": "x", "new": ""}
    changes = compared(submitted(score=50.0, files=files, commands="docker build -t app .")).files
    assert [(one.path, one.added, one.removed, len(one.rows or ())) for one in changes] == [
        ("Dockerfile", False, False, 1),
        ("gone", False, True, 1),
        ("new", True, False, 0),
        ("Docker commands", False, False, 1),
    ]


def test_what_is_shown_of_all_files_is_bounded(submitted: Submit) -> None:
    old = {f"f{n}": "a\n" * 150 for n in range(6)}
    submitted(score=50.0, files=old)
    changes = compared(submitted(score=50.0, files=dict.fromkeys(old, "b\n" * 150))).files
    assert [one.rows is None for one in changes] == [False] * 4 + [True] * 2


def test_the_page_says_why_size_and_time_are_not_compared(client: Client, submitted: Submit) -> None:
    submitted(score=0.0, build=BuildResult(False, 0.4).stored())
    now = submitted(score=100.0, image=an_image().as_json(), build=BuildResult(True, 3.0).stored())
    client.force_login(now.learner)
    page = client.get(now.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert "The attempt before was not built" in page
    assert "Time of the build" not in page
