from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.contrib.auth.models import User

from grading import checks, regrade, review
from grading.facts import VERSION
from grading.messages import Message
from grading.models import Regrade, State, Submission
from grading.outcome import Finding
from grading.probes import Live, Probe
from labs.checkkinds import CheckKind
from labs.models import Check, Lab
from tests.grading.conftest import Submit
from tests.grading.stored import built

pytestmark = pytest.mark.django_db


def set_points(lab: Lab, *points: float) -> None:
    for check, number in zip(lab.checks.all(), points, strict=True):
        Check.objects.filter(pk=check.pk).update(points=number)


def reloaded(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def test_a_preview_says_who_would_move_by_how_much_and_writes_nothing(lab: Lab, submitted: Submit) -> None:
    whole, half = built(submitted), built(submitted, tags=())
    set_points(lab, 20.0, 80.0)
    preview = regrade.preview(lab)
    assert str(preview) == "1 grade goes down, 1 attempt no longer passes"
    (move,) = preview.changing
    assert (move.number, str(move.before), str(move.after), move.percent) == (
        2,
        "60 / 100",
        "20 / 100",
        -40.0,
    )
    assert (move.before.passed, move.after.passed) == (True, False)
    assert move.why == ("build: 60 / 60 → 20 / 20", "tags: 0 / 40 → 0 / 80")
    assert [reloaded(one).final_score for one in (whole, half)] == [100.0, 60.0]
    assert not Regrade.objects.exists()


def test_a_preview_of_checks_that_are_not_saved(lab: Lab, submitted: Submit) -> None:
    built(submitted, tags=())
    spec = lab.spec()
    changed = replace(spec, checks=(replace(spec.checks[0], points=160.0), spec.checks[1]))
    assert str(regrade.preview(lab, changed)) == "1 grade goes up"


def test_grades_are_made_again_from_what_is_stored(lab: Lab, submitted: Submit, instructor: User) -> None:
    half = built(submitted, tags=())
    set_points(lab, 20.0, 80.0)
    regrade.apply(lab, instructor.pk)
    half = reloaded(half)
    assert (half.state, half.score, half.final_score, half.max_score) == (State.GRADED, 20.0, 20.0, 100.0)
    assert [(o.kind, o.points, o.max_points) for o in half.outcomes.all()] == [
        ("build", 20.0, 20.0),
        ("tags", 0.0, 80.0),
    ]
    again = half.regrades.get()
    assert (again.author, again.final_score, again.max_score) == (instructor, 60.0, 100.0)
    assert again.ended_at is not None


def test_a_second_regrade_moves_nobody(lab: Lab, submitted: Submit, instructor: User) -> None:
    built(submitted, tags=())
    set_points(lab, 20.0, 80.0)
    regrade.apply(lab, instructor.pk)
    assert str(regrade.apply(lab, instructor.pk)) == ""
    assert Regrade.objects.count() == 1


def test_parameters_count_as_points_do(lab: Lab, submitted: Submit) -> None:
    submission = built(submitted, tags=("app:1.0.0",))
    require = [{"pattern": "exact", "name": "app", "tag": "1.0.0"}]
    Check.objects.filter(lab=lab, kind="tags").update(parameters={"require": require})
    assert str(regrade.apply(lab, None)) == "1 grade goes up"
    assert reloaded(submission).final_score == 100.0


def test_out_of_other_points_and_the_same_share_is_no_way_up(lab: Lab, submitted: Submit) -> None:
    built(submitted)
    set_points(lab, 30.0, 20.0)
    assert str(regrade.preview(lab)) == "1 is out of other points"


@pytest.mark.parametrize(
    ("former", "mark", "said"), [(60, 61, "1 attempt no longer passes"), (61, 60, "1 attempt passes now")]
)
def test_another_pass_mark_alone_says_who_passes_by_it(
    lab: Lab, submitted: Submit, former: int, mark: int, said: str
) -> None:
    built(submitted)
    built(submitted, tags=())
    set_points(lab, 20.0, 80.0)  # grades that were left as they are: the mark makes none again
    lab.pass_percent = mark
    preview = regrade.preview_mark(lab, former)
    assert str(preview) == said
    (move,) = preview.changing
    assert (str(move.before), str(move.after)) == ("60 / 100", "60 / 100")
    assert move.why == (f"To pass: {former} % → {mark} %",)


def test_who_passed_is_told_by_the_former_mark_while_checks_and_mark_change(
    lab: Lab, submitted: Submit
) -> None:
    built(submitted, tags=())
    Lab.objects.filter(pk=lab.pk).update(pass_percent=50)
    set_points(lab, 55.0, 45.0)
    (move,) = regrade.preview(Lab.objects.get(), former_mark=85).changing
    assert (move.before.passed, move.after.passed) == (False, True)
    (done,) = regrade.apply(Lab.objects.get(), None, former_mark=85).changing
    assert done.before.passed is False


def test_a_grade_that_cannot_be_made_again_follows_the_mark_too(lab: Lab, submitted: Submit) -> None:
    submission = built(submitted, tags=())
    Lab.objects.filter(pk=lab.pk).update(base_images=["busybox"], pass_percent=61)
    preview = regrade.apply(Lab.objects.get(), None, former_mark=60)
    assert (str(preview), preview.kept) == ("1 attempt no longer passes", [])
    assert reloaded(submission).final_score == 60.0
    assert not Regrade.objects.exists()


# --- what graders set ------------------------------------------------------------------------------------------------


def test_an_adjustment_keeps_its_share_of_a_check_that_gives_other_points(
    lab: Lab, submitted: Submit, grader: User
) -> None:
    submission = built(submitted, tags=())
    review.adjust(submission.outcomes.get(kind="tags"), grader, 30.0, "Presque.")
    set_points(lab, 60.0, 80.0)
    regrade.apply(lab, None)
    submission = reloaded(submission)
    assert (submission.score, submission.final_score, submission.max_score) == (60.0, 120.0, 140.0)
    assert submission.outcomes.get(kind="tags").final_points == 60.0


def test_the_automatic_points_follow_below_an_adjustment(lab: Lab, submitted: Submit, grader: User) -> None:
    submission = built(submitted, tags=("app:1.0.0",))
    review.adjust(submission.outcomes.get(kind="tags"), grader, 40.0, "C'est bon.")
    require = [{"pattern": "exact", "name": "app", "tag": "1.0.0"}]
    Check.objects.filter(lab=lab, kind="tags").update(parameters={"require": require})
    assert str(regrade.apply(lab, None)) == ""
    submission = reloaded(submission)
    assert (submission.score, submission.final_score, submission.regrades.count()) == (100.0, 100.0, 0)


def test_an_adjustment_of_a_check_that_is_no_more_is_named_and_kept_in_the_history(
    lab: Lab, submitted: Submit, grader: User
) -> None:
    submission = built(submitted, tags=())
    review.adjust(submission.outcomes.get(kind="tags"), grader, 30.0, "Presque.")
    Check.objects.filter(lab=lab, kind="tags").delete()
    (move,) = regrade.preview(lab).changing
    assert "a grader's adjustment falls away with its check" in move.why
    regrade.apply(lab, None)
    submission = reloaded(submission)
    assert (submission.final_score, submission.max_score) == (60.0, 60.0)
    dropped = {"kind": "tags", "points": 30.0, "max_points": 40.0, "reason": "Presque.", "author": "grader"}
    assert submission.regrades.get().dropped == [dropped]


# --- what must be built again ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ports(Probe):
    def ask(self, live: Live) -> dict[str, Any]:
        raise NotImplementedError


def test_a_check_that_needs_what_was_not_asked_is_named_and_built_again(
    lab: Lab, submitted: Submit, instructor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = built(submitted, tags=())

    def judge(_parameters: object, work: Any) -> Finding:
        work.answer(Ports())
        return Finding(1.0, Message("It listens."))

    monkeypatch.setattr(checks.registry[CheckKind.TAGS], "judge", judge)
    preview = regrade.apply(lab, instructor.pk)
    assert str(preview) == "1 must be built again"
    assert preview.changing[0].why == ("The check tags needs what was not asked then.",)
    submission = reloaded(submission)
    assert (submission.state, submission.counted, submission.final_score) == (State.QUEUED, True, 60.0)
    assert submission.is_built_again
    assert submission.regrades.get().author == instructor


def test_facts_of_an_earlier_version_are_built_again(lab: Lab, submitted: Submit) -> None:
    old = built(submitted)
    assert old.image is not None
    Submission.objects.filter(pk=old.pk).update(image=old.image | {"version": VERSION - 1})
    first = built(submitted)
    Submission.objects.filter(pk=first.pk).update(build={"ok": True, "seconds": 1.0})
    assert str(regrade.preview(lab)) == "2 must be built again"


def test_a_solution_that_was_not_measured_here_takes_a_build(lab: Lab, submitted: Submit) -> None:
    built(submitted)
    Check.objects.create(
        lab=lab, position=2, kind="image-size", points=10.0, parameters={"full": "1.1x", "zero": "2x"}
    )
    (move,) = regrade.preview(lab).changing
    assert move.why == ("The lab's solution was not measured yet as it is now.",)


# --- what has no new grade -------------------------------------------------------------------------------------------


def test_a_limit_stays_one_out_of_the_new_points(lab: Lab, submitted: Submit) -> None:
    error = Message("It took more than %(seconds)d s.", {"seconds": 5}).as_json()
    stopped = submitted(state=State.LIMIT, score=0.0, error=error)
    set_points(lab, 20.0, 30.0)
    regrade.apply(lab, None)
    stopped = reloaded(stopped)
    assert (stopped.state, stopped.final_score, stopped.max_score) == (State.LIMIT, 0.0, 50.0)
    assert [str(o.message) for o in stopped.outcomes.all()] == ["It took more than 5 s."] * 2


@pytest.mark.parametrize("state", [State.FAILED, State.REFUSED, State.QUEUED, State.RUNNING])
def test_what_has_no_grade_is_left_alone(lab: Lab, submitted: Submit, state: State) -> None:
    submitted(state=state)
    set_points(lab, 20.0, 30.0)
    assert regrade.apply(lab, None).moves == []


def test_a_grade_stays_when_the_lab_no_longer_takes_what_was_sent(lab: Lab, submitted: Submit) -> None:
    submission = built(submitted)
    set_points(lab, 20.0, 30.0)
    Lab.objects.filter(pk=lab.pk).update(base_images=["busybox"])
    preview = regrade.apply(Lab.objects.get(), None)
    assert (str(preview), len(preview.kept)) == ("", 1)
    assert "python:3.11-slim" in preview.kept[0].why[0]
    assert reloaded(submission).final_score == 100.0


# --- one at a time ---------------------------------------------------------------------------------------------------


def crash(*_: object) -> None:
    raise ZeroDivisionError


def test_a_check_that_failed_on_our_side_counts_again_without_a_build(
    lab: Lab, submitted: Submit, grader: User
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks.registry[CheckKind.TAGS], "judge", crash)
        submission = built(submitted)
    assert (submission.final_score, submission.max_score) == (60.0, 60.0)
    assert regrade.one(submission, grader.pk) is False
    submission = reloaded(submission)
    assert (submission.final_score, submission.max_score) == (100.0, 100.0)
    assert submission.regrades.get().author == grader


def test_one_that_still_fails_is_built_again(
    lab: Lab, submitted: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks.registry[CheckKind.TAGS], "judge", crash)
    assert regrade.one(built(submitted), None) is True


def test_one_that_failed_altogether_is_built_again(submitted: Submit) -> None:
    failed = submitted(state=State.FAILED, fault="platform", counted=False)
    assert regrade.one(failed, None) is True
    assert reloaded(failed).state == State.QUEUED


def test_what_was_being_judged_while_the_lab_changed_is_judged_again(lab: Lab, submitted: Submit) -> None:
    submission = built(submitted, tags=())
    before = lab.spec()
    regrade.catch_up(submission, before)
    assert not Regrade.objects.exists()
    set_points(lab, 20.0, 80.0)
    regrade.catch_up(submission, before)
    assert reloaded(submission).final_score == 20.0
