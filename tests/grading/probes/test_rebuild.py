from __future__ import annotations

import pytest

from grading.daemon.isolation import Daemon
from grading.probes.rebuild import Rebuild
from tests.grading.probes.living import living

DOCKERFILE = "FROM busybox\nCOPY a.txt /\nRUN cat /a.txt\nCOPY . /all\nRUN sleep 0.3\n"


@pytest.mark.engine
def test_steps_of_a_rebuild(daemon: Daemon) -> None:
    live = living(daemon, DOCKERFILE, {"a.txt": "1\n", "b.txt": ""}, "docker build --no-cache .")
    answer = Rebuild(touched=("b.txt",)).ask(live)
    assert answer["ok"]
    assert {step["line"]: step["status"] for step in answer["steps"]} == {
        2: "cached",
        3: "cached",
        4: "done",
        5: "done",
    }
    assert answer["seconds"] >= answer["steps"][-1]["seconds"] >= 0.3
    failing = Rebuild(written=(("Dockerfile", f"{DOCKERFILE}RUN false\n"),)).ask(live)
    assert (failing["ok"], failing["line"]) == (False, 6)
