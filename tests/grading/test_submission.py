from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from grading.models import State, Submission
from grading.submission import MAX_WAITING, Closed, submit
from grading.validation import Invalid
from labs.models import Lab
from tests.conftest import DOCKERFILE
from tests.grading.conftest import Submit

pytestmark = pytest.mark.django_db

COMMANDS = "docker build -t app ."


def test_a_submission_is_stored_and_queued(lab: Lab, learner: User) -> None:
    submission = submit(lab, learner, {"Dockerfile": DOCKERFILE}, COMMANDS)
    submission.refresh_from_db()
    assert (submission.state, submission.number) == (State.QUEUED, 1)
    assert submission.files == {"Dockerfile": DOCKERFILE}
    assert submission.max_score == 100.0


def test_submissions_count_per_learner_and_lab(lab: Lab, learner: User, other_learner: User) -> None:
    numbers = [
        submit(lab, who, {"Dockerfile": DOCKERFILE}, COMMANDS).number
        for who in (learner, learner, other_learner)
    ]
    assert numbers == [1, 2, 1]


def test_bom_and_crlf_are_taken_and_what_was_written_is_kept(lab: Lab, learner: User) -> None:
    sent = b"\xef\xbb\xbf# syntax=docker/dockerfile:1\r\n" + DOCKERFILE.replace("\n", "\r\n").encode()
    submission = submit(lab, learner, {"Dockerfile": sent}, COMMANDS + "\r\n")
    assert submission.files["Dockerfile"] == "# syntax=docker/dockerfile:1\n" + DOCKERFILE
    assert submission.commands == COMMANDS + "\n"


def test_the_bell_rings_once_the_row_is_committed(
    lab: Lab,
    learner: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    rung: list[int] = []
    monkeypatch.setattr("grading.queue.ring", lambda: rung.append(Submission.objects.count()))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        submit(lab, learner, {"Dockerfile": DOCKERFILE}, COMMANDS)
        assert rung == []
    assert rung == [1]


@pytest.mark.parametrize("when", ["before it opens", "after it closed"])
def test_a_closed_lab_takes_nothing(lab: Lab, learner: User, when: str) -> None:
    hour = timedelta(hours=1)
    if when == "before it opens":
        lab.opens_at = timezone.now() + hour
    else:
        lab.closes_at = timezone.now() - hour
    with pytest.raises(Closed, match=r"closed|fermé"):
        submit(lab, learner, {"Dockerfile": DOCKERFILE}, COMMANDS)
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({}, "Dockerfile"),
        ({"Dockerfile": ""}, "Dockerfile"),
        ({"Dockerfile": "# only a remark\n"}, "Dockerfile"),
        ({"Dockerfile": b"FROM python:3.11-slim\n# \xe9\n"}, "Dockerfile"),
        ({"Dockerfile": "FROM python:3.11-slim\nRUN echo \0\n"}, "Dockerfile"),
        ({"Dockerfile": "FROM python:3.11-slim\n" + "# " + "x" * (70 << 10)}, "Dockerfile"),
        ({"Dockerfile": "FROM python:3.11-slim\n" + "RUN true\n" * 200}, "Dockerfile"),
        ({"Dockerfile": "FROM ubuntu:22.04\n"}, "Dockerfile"),
        ({"Dockerfile": DOCKERFILE, "../etc/passwd": "x"}, "../etc/passwd"),
        ({"Dockerfile": DOCKERFILE, "/etc/passwd": "x"}, "/etc/passwd"),
        ({"Dockerfile": DOCKERFILE, "other.txt": "x"}, "other.txt"),
    ],
)
def test_bad_input_is_refused_with_its_file_and_nothing_is_stored(
    lab: Lab, learner: User, files: dict[str, str | bytes], path: str
) -> None:
    with pytest.raises(Invalid) as refused:
        submit(lab, learner, files, COMMANDS)
    assert path in [fault.path for fault in refused.value.faults]
    assert not Submission.objects.exists()


def test_a_learner_cannot_fill_the_queue(lab: Lab, learner: User, submitted: Submit) -> None:
    for _ in range(MAX_WAITING):
        submitted()
    with pytest.raises(Invalid):
        submit(lab, learner, {"Dockerfile": DOCKERFILE}, COMMANDS)
