from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from grading.daemon import isolation
from grading.daemon.isolation import Daemon
from grading.models import OutcomeRecord, State, Submission
from labs.models import Lab
from labs.spec import Limits

PERSONAS = ("nobody", "learner", "other_learner", "grader", "instructor", "operator")
# Who sees the learner's submission, as the status of its pages.
SEES = {
    "nobody": 302,
    "learner": 200,
    "other_learner": 404,
    "grader": 200,
    "instructor": 200,
    "operator": 200,
}


def as_persona(client: Client, request: pytest.FixtureRequest, persona: str) -> Client:
    if persona != "nobody":
        client.force_login(request.getfixturevalue(persona))
    return client


Submit = Callable[..., Submission]


@pytest.fixture
def submitted(lab: Lab, learner: User) -> Submit:
    """Makes submissions as rows, without validation or a bell: `submitted(learner=…, state=…, score=…)`."""

    def make(**given: Any) -> Submission:
        who = given.pop("learner", learner)
        where = given.pop("lab", lab)
        number = Submission.objects.filter(lab=where, learner=who).count() + 1
        score = given.pop("score", None)
        if score is not None:
            given = {"state": State.GRADED, "score": score, "final_score": score} | given
        values: dict[str, Any] = {"files": {"Dockerfile": "FROM python:3.11-slim\n"}, "max_score": 100.0}
        values |= {"commands": "docker build -t app .", "number": number, "lab": where, "learner": who}
        return Submission.objects.create(**values | given)

    return make


@pytest.fixture
def graded(submitted: Submit) -> Submission:
    """A graded submission with two outcomes: 40 of 60, and 0 of 40."""
    submission = submitted(score=40.0)
    for position, (kind, points, possible) in enumerate([("image-size", 40.0, 60.0), ("tags", 0.0, 40.0)]):
        OutcomeRecord.objects.create(
            submission=submission,
            position=position,
            kind=kind,
            points=points,
            max_points=possible,
            message_data={"id": "No image was built.", "params": {}},
        )
    return submission


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    """A real daemon of 512 MiB, 512 MiB of disk and 256 processes."""
    daemon = isolation.start(Limits(memory=512 << 20, disk=512 << 20, pids=256), "a test")
    yield daemon
    daemon.destroy()
