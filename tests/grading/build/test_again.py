"""Building once more in the daemon of a submission."""

from __future__ import annotations

from contextlib import closing

import pytest

from grading.build.again import again
from grading.daemon.isolation import Daemon
from grading.facts import BuildResult
from tests.grading.probes.living import living

pytestmark = pytest.mark.engine

DOCKERFILE = "FROM busybox\nCOPY a.txt /\nRUN cat /a.txt > /b.txt\n"


def statuses(result: BuildResult) -> dict[int, str]:
    assert result.ok, result.log
    return {step.line: step.status for step in result.steps if step.line is not None}


def test_only_what_changed_is_built_again(daemon: Daemon) -> None:
    live = living(daemon, DOCKERFILE, {"a.txt": "1\n", "unused.txt": ""})
    same = again(live)
    assert statuses(same) == {1: "done", 2: "cached", 3: "cached"}
    assert same.image_id == live.build.image_id
    # As long as before and written at the same second: a change is known by its content.
    assert statuses(again(live, files={"a.txt": "2\n"})) == {1: "done", 2: "done", 3: "done"}
    assert statuses(again(live, files={"unused.txt": "2"})) == {1: "done", 2: "cached", 3: "cached"}


def test_without_the_cache_all_is_built_again_and_the_tags_stay(daemon: Daemon) -> None:
    live = living(daemon, DOCKERFILE, {"a.txt": "1\n"})
    anew = again(live, no_cache=True)
    assert set(statuses(anew).values()) == {"done"}
    assert anew.image_id != live.build.image_id
    with closing(daemon.api()) as client:
        assert client.images.get("app:1").id == live.build.image_id


def test_another_dockerfile_has_its_own_lines(daemon: Daemon) -> None:
    live = living(daemon, DOCKERFILE, {"a.txt": "1\n"})
    longer = DOCKERFILE.replace("COPY", "\n\nCOPY")
    assert statuses(again(live, files={"Dockerfile": longer})) == {1: "done", 4: "cached", 5: "cached"}
