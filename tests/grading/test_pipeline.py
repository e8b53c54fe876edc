"""The way of a submission through a real daemon, for whatever can become of it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override

from grading import checks, pipeline, queue, regrade
from grading.faults import PlatformFault
from grading.job import Job
from grading.models import State, Submission
from labs.checkkinds import CheckKind
from labs.models import Check, Lab
from labs.spec import CheckSpec, LabSpec, Limits
from tests.grading.conftest import Submit

pytestmark = pytest.mark.engine

LAB = LabSpec(
    slug="small",
    title="Small",
    summary="",
    brief="",
    editable=("Dockerfile",),
    base_images=("busybox",),
    network="none",
    commands="docker build -t app:1.0.0 .",
    limits=Limits(seconds=60, memory=512 << 20, disk=512 << 20),
    checks=(
        CheckSpec("build", 40.0),
        CheckSpec("image-size", 60.0, {"full": "1.1x", "zero": "2x", "of": "own"}),
    ),
    starter={"data.txt": "x" * 1000},
    solution={"Dockerfile": "FROM busybox\nCOPY data.txt /\n"},
    solution_commands="docker build -t app:1.0.0 .",
)
GOOD = {"Dockerfile": "FROM busybox\nCOPY data.txt /\n"}


def test_a_good_submission_is_graded_and_each_stage_is_told_and_timed(life: ExitStack) -> None:
    told: list[dict[str, Any]] = []
    verdict = pipeline.judge(Job(LAB, GOOD, LAB.commands, "test", life, told.append))
    assert (verdict.status, verdict.fault, verdict.score) == (State.GRADED, None, 100.0)
    assert [event["stage"] for event in told if event["type"] == "state"] == [
        "daemon",
        "build",
        "inspect",
        "checks",
    ]
    assert set(verdict.timings) == {"daemon", "build", "inspect", "checks"}


def test_a_bloated_image_loses_points_with_its_line(life: ExitStack) -> None:
    bloated = {"Dockerfile": "FROM busybox\nCOPY data.txt /\nRUN head -c 100000 /dev/zero > /big\n"}
    verdict = pipeline.judge(Job(LAB, bloated, LAB.commands, "test", life))
    assert verdict.score == 40.0
    assert verdict.outcomes[1].evidence.line == 3


def test_a_build_that_fails_is_graded_as_the_learners(life: ExitStack) -> None:
    verdict = pipeline.judge(
        Job(LAB, {"Dockerfile": "FROM busybox\nRUN exit 3\n"}, LAB.commands, "test", life)
    )
    assert (verdict.status, verdict.fault, verdict.score, verdict.error_line) == (
        State.GRADED,
        "learner",
        0.0,
        2,
    )


def test_a_limit_is_a_verdict_that_keeps_the_log(life: ExitStack) -> None:
    endless = {"Dockerfile": "FROM busybox\nRUN echo before; sleep 60\n"}
    hurry = replace(LAB, limits=replace(LAB.limits, seconds=3))
    verdict = pipeline.judge(Job(hurry, endless, LAB.commands, "test", life))
    assert (verdict.status, verdict.fault, verdict.score) == (State.LIMIT, "learner", 0.0)
    assert verdict.build is not None
    assert "before" in verdict.build.log
    assert [outcome.points for outcome in verdict.outcomes] == [0.0, 0.0]


def test_a_lab_whose_solution_does_not_build_is_the_labs_fault(life: ExitStack) -> None:
    broken = replace(LAB, solution={"Dockerfile": "FROM busybox\nRUN false\n"})
    verdict = pipeline.judge(Job(broken, GOOD, LAB.commands, "test", life))
    assert (verdict.status, verdict.fault, verdict.score) == (State.FAILED, "lab", 0.0)
    with override("en"):
        assert "solution of the lab small does not build" in str(verdict.error)


def test_a_lab_without_a_solution_to_measure_is_the_labs_fault(life: ExitStack) -> None:
    verdict = pipeline.judge(Job(replace(LAB, solution={}), GOOD, LAB.commands, "test", life))
    assert (verdict.status, verdict.fault) == (State.FAILED, "lab")


def test_a_check_that_crashes_is_ours_and_the_others_count(
    monkeypatch: pytest.MonkeyPatch, life: ExitStack
) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(checks.registry[CheckKind.BUILD], "judge", crash)
    verdict = pipeline.judge(Job(LAB, GOOD, LAB.commands, "test", life))
    build, size = verdict.outcomes
    assert (verdict.status, verdict.fault, verdict.score, verdict.max_score) == ("graded", None, 60.0, 60.0)
    assert (build.ours, build.passed, build.max_points) == (True, False, 0.0)
    assert (size.ours, size.points) == (False, 60.0)
    assert verdict.as_json("small")["checks"][0]["fault"] == "platform"


def test_nothing_to_grade_by_is_no_grade(monkeypatch: pytest.MonkeyPatch, life: ExitStack) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(checks.registry[CheckKind.BUILD], "judge", crash)
    lab = replace(LAB, checks=LAB.checks[:1])
    with pytest.raises(PlatformFault, match="Each check failed on our side"):
        pipeline.judge(Job(lab, GOOD, LAB.commands, "test", life))


@pytest.mark.django_db(transaction=True)
def test_a_claimed_submission_is_judged_and_stored(lab: Lab, submitted: Submit) -> None:
    submitted(files={"Dockerfile": "FROM python:3.11-slim\n"}, commands="docker build -t app .")
    submission = queue.claim()
    assert submission is not None
    pipeline.grade(submission)
    submission = Submission.objects.get()
    assert (submission.state, submission.score) == (State.GRADED, 100.0)
    assert submission.image is not None
    assert submission.image["base_image"] == "python:3.11-slim"
    assert set(submission.timings) == {"queue", "daemon", "build", "inspect", "checks"}
    again = regrade.judge(submission.lab.spec(), submission, None)  # what is stored is all that it takes
    assert [(o.kind, o.points, o.message.as_json(), o.evidence.as_json()) for o in again] == [
        (o.kind, o.points, o.message_data, o.evidence) for o in submission.outcomes.all()
    ]


@pytest.mark.django_db(transaction=True)
def test_advice_follows_the_grade(lab: Lab, submitted: Submit) -> None:
    Check.objects.create(
        lab=lab,
        kind="image-size",
        points=10.0,
        position=2,
        parameters={"full": "1kB", "zero": "1MB", "of": "own"},
    )
    wasteful = "FROM python:3.11-slim\nRUN head -c 900000 /dev/zero > /x\nRUN rm /x\n"
    first = submitted(files={"Dockerfile": wasteful}, commands="docker build -t app .")
    submission = queue.claim()
    assert submission is not None
    pipeline.grade(submission)
    first.refresh_from_db()
    assert (first.state, first.score) == (State.GRADED, 101.0)
    assert [one["line"] for one in first.advice or ()] == [2]


@pytest.mark.django_db(transaction=True)
def test_a_submission_that_the_lab_no_longer_allows_is_refused(lab: Lab, submitted: Submit) -> None:
    submitted(files={"Dockerfile": "FROM busybox\n"}, commands="docker build -t app .")
    submission = queue.claim()
    assert submission is not None
    pipeline.grade(submission)
    submission = Submission.objects.get()
    assert (submission.state, submission.fault, submission.error_line) == (State.REFUSED, "learner", 1)


def test_a_base_image_that_the_lab_allows_and_nobody_has_is_the_labs_fault(life: ExitStack) -> None:
    lab = replace(LAB, base_images=("busybox", "ubuntu:24.04"))
    verdict = pipeline.judge(Job(lab, {"Dockerfile": "FROM ubuntu:24.04\n"}, LAB.commands, "test", life))
    assert (verdict.status, verdict.fault) == (State.FAILED, "lab")
    with override("en"):
        assert str(verdict.error).startswith("The lab allows the base image ubuntu:24.04")


def test_hadolint_the_context_and_stages_of_a_real_build(life: ExitStack) -> None:
    kinds = (
        CheckSpec("lint", 40.0, {"rules": ["DL3003", "DL3059"], "zero": 4}),
        CheckSpec(
            "context", 30.0, {"present": ["data.txt"], "absent": [".env"], "image_absent": ["**/.env"]}
        ),
        CheckSpec("stages", 30.0, {"least": 2, "copies": True, "without_programs": ["tool"]}),
    )
    lab = replace(LAB, checks=kinds, starter={**LAB.starter, ".env": "X=1\n", ".dockerignore": "*.md\n"})
    files = {
        "Dockerfile": "FROM busybox AS build\nRUN cd /tmp\nRUN touch /bin/tool\n"
        "FROM busybox\nCOPY --from=build /bin/tool /bin/\nCOPY . /app/\n"
    }
    verdict = pipeline.judge(Job(lab, files, lab.commands, "test", life))
    assert verdict.status == State.GRADED
    lint, context, stages = verdict.outcomes
    assert (lint.points, lint.evidence.line) == (20, 2)
    assert (context.points, context.evidence.line) == (10, 6)
    assert (stages.points, stages.evidence.line, stages.evidence.path) == (20, 5, "/bin/tool")


def test_what_needs_no_image_is_judged_though_the_build_failed(life: ExitStack) -> None:
    kinds = (
        CheckSpec("lint", 40.0, {"rules": ["DL3003"], "zero": 2}),
        CheckSpec("context", 30.0, {"present": ["data.txt"], "image_absent": ["**/.env"]}),
        CheckSpec("secret", 30.0, {}),
    )
    files = {"Dockerfile": "FROM busybox\nRUN cd /tmp && exit 3\n"}
    verdict = pipeline.judge(Job(replace(LAB, checks=kinds), files, LAB.commands, "test", life))
    assert (verdict.status, verdict.fault) == (State.GRADED, "learner")
    assert [outcome.points for outcome in verdict.outcomes] == [20, 15, 0]
