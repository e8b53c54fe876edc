"""A command in a container; how containers run is tested with them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from grading.probes import Live
from grading.probes.command import CommandRun
from grading.probes.start import Start
from tests.grading.probes.built import a_daemon, built

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with a_daemon() as daemon:
        yield built(daemon, 'FROM busybox\nENTRYPOINT ["sh", "-c", "cat; id -u; echo no >&2; exit 3"]\n')


def test_what_a_command_does(live: Live) -> None:
    answer = CommandRun(Start(user="7"), "typed\n", 10.0).ask(live)
    took = answer["took"]
    assert json.loads(json.dumps(answer)) == {
        "exit_code": 3,
        "stopped": None,
        "took": took,
        "stdout": "typed\n7\n",
        "stderr": "no\n",
        "output": answer["output"],
    }
    assert 0 < took < 10


def test_what_does_not_start(live: Live) -> None:
    answer = CommandRun(Start(entrypoint=("nothing",)), "", 10.0).ask(live)
    assert "executable file not found" in answer["not_started"]
