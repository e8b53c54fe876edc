from __future__ import annotations

import json
import os
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from grading.base_images import golden
from grading.daemon import daemon_for, fill_spares, spares
from grading.daemon.isolation import Daemon
from grading.models import Submission
from labs.spec import Limits
from tests.grading.conftest import Submit

pytestmark = [pytest.mark.engine, pytest.mark.django_db]


@pytest.fixture
def submission(submitted: Submit) -> Submission:
    return submitted()


@pytest.fixture
def building(submission: Submission) -> Iterator[Daemon]:
    """The daemon of a submission."""
    with daemon_for(Limits(), str(submission.public_id)) as daemon:
        yield daemon


def told(*words: str) -> str:
    out = StringIO()
    call_command("daemons", *words, stdout=out)
    return out.getvalue()


def listed() -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in json.loads(told("--json"))}


def test_it_tells_whose_a_daemon_is_and_what_it_uses(building: Daemon, submission: Submission) -> None:
    one = listed()[building.name]
    assert one["of"] == {
        "text": "learner: first-image #1",
        "learner": "learner",
        "lab": "first-image",
        "number": 1,
    }
    assert (one["state"], one["pid"]) == ("running", os.getpid())
    assert 0 <= one["age"] < 60
    assert 1 << 20 < one["memory"] < 1 << 30
    assert one["processes"] >= 3
    assert one["disk"] > 0
    line = next(line for line in told().splitlines() if building.name in line)
    assert "learner: first-image #1" in line


def test_a_spare_is_called_so_until_it_is_somebody_s(submission: Submission) -> None:
    fill_spares(1)
    try:
        name = spares.ready()[0]
        assert listed()[name]["of"]["text"] == "spare"
        with daemon_for(Limits(), str(submission.public_id)) as taken:
            assert taken.name == name
            assert listed()[name]["of"]["learner"] == "learner"
    finally:
        fill_spares(0)


def test_what_is_left_of_one_is_listed_and_destroyed() -> None:
    name = "d-0123456789abcdef-00000000"
    golden.make_golden(f"daemons/{name}")
    assert listed()[name]["state"] == "abandoned"
    assert f"Destroyed: {name}" in told("destroy", name)
    assert name not in listed()


def test_one_is_destroyed_and_the_others_live(building: Daemon, daemon: Daemon) -> None:
    told("destroy", building.name)
    assert building.name not in golden.data_roots()
    assert not building.alive
    assert daemon.alive


def test_all_are_destroyed(daemon: Daemon) -> None:
    told("destroy", "--all")
    assert not daemon.alive
    assert told() == "No daemon lives.\n"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["destroy"], "Say which"),
        (["destroy", "d-no-such"], "no such daemon"),
        (["destroy", "d-one", "--all"], "Say which"),
        (["--all"], "belong to destroy"),
    ],
)
def test_what_is_not_said_clearly_destroys_nothing(daemon: Daemon, words: list[str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        told(*words)
    assert daemon.alive
