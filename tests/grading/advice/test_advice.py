"""Rewrites really built, in a real daemon: what they bring is told, what they do not is not."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from grading import checks, probes
from grading.advice import advise
from grading.daemon.isolation import Daemon
from grading.outcome import Advice, Advised
from grading.probes import Live
from labs.spec import CheckSpec
from tests.grading.probes.living import living
from tests.grading.said import said

pytestmark = pytest.mark.engine

FILES = {"app.py": "print(1)\n", "requirements.txt": "flask\n"}
CACHE = CheckSpec("cache", 10.0, {"touch": ["app.py"], "least": 100})
SIZE = CheckSpec("image-size", 10.0, {"full": "1MB", "zero": "20MB", "of": "own"})
SMALL = CheckSpec("image-size", 10.0, {"full": "1kB", "zero": "1MB", "of": "own"})
LAYERS = CheckSpec("layer-count", 10.0, {"full": 2, "zero": 3})
INSTALL = "FROM busybox\nCOPY . /app\nRUN sleep 2 && cat /app/requirements.txt\n"
RUNS = CheckSpec("command", 10.0, {"run": ["cat", "/app/out"], "prints": "ok"})
STAGE = "FROM busybox\nWORKDIR /app\nRUN head -c 5000000 /dev/zero > /big\nRUN echo ok > out\n"
CLEANUP = "FROM busybox\nCOPY . /app\nRUN head -c 5000000 /dev/zero > /big\nRUN rm /big\n"


def advised(live: Live, seconds: float = 15) -> Advised:
    answers = probes.ask_all(checks.probes(live.lab.checks), live)
    return advise(live, answers, range(len(live.lab.checks)), seconds)


def advice(live: Live) -> Sequence[Advice]:
    return advised(live).found


def test_a_faster_rebuild_is_told_with_what_was_measured(daemon: Daemon) -> None:
    # Each byte counts for the size, and the rewritten file copies requirements.txt twice.
    files, each_byte = FILES | {"more.txt": "x" * 3000}, {"full": "1kB", "zero": "10kB", "of": "own"}
    checks = (CACHE, CheckSpec("image-size", 10.0, each_byte))
    (order,) = advice(living(daemon, INSTALL, files, checks=checks))
    assert order.line == 2
    assert said(order.message).startswith(
        "Copy requirements.txt before the rest, and the rest after the install (line 2): the rebuild after a change"
    )
    assert order.message.params["after"] < 2 < order.message.params["before"]


def test_smaller_layers_are_told_and_the_rewritten_file_where_the_lab_shows_it(daemon: Daemon) -> None:
    live = living(daemon, CLEANUP, FILES, checks=(CACHE, SIZE))
    (join,) = advice(live)
    assert (join.line, join.path, join.text) == (3, "", "")
    assert said(join.message) == (
        "Make one RUN of those on lines 3, 4, so that what is removed gets into no layer: your layers take "
        "94 B instead of 5 MB."
    )
    (shown,) = advice(replace(live, lab=replace(live.lab, show_rewrites=True)))
    assert shown.path == "Dockerfile"
    assert shown.text.endswith("RUN head -c 5000000 /dev/zero > /big && \\\n    rm /big\n")


def test_files_that_no_program_needs_are_left_out_where_the_learner_may_say_so(daemon: Daemon) -> None:
    files = FILES | {"tests/data.txt": "x" * 300_000}
    live = living(daemon, "FROM busybox\nCOPY . /app\n", files, checks=(SMALL,))
    assert advice(live) == []
    (leave_out,) = advice(replace(live, lab=replace(live.lab, editable=("Dockerfile", ".dockerignore"))))
    assert said(leave_out.message) == (
        "Leave out by .dockerignore what line 2 copies and no program needs (tests): your layers take "
        "46 B instead of 300 kB."
    )


def test_a_stage_for_the_work_is_told_where_the_program_still_runs_without_the_rest(daemon: Daemon) -> None:
    live = living(daemon, STAGE, FILES, checks=(SIZE, RUNS))
    (stage,) = advice(live)
    assert stage.line == 3
    assert said(stage.message) == (
        "Do the work of lines 3-4 in a stage of its own, and take only /app into the last one (COPY --from): your "
        "layers take 3 B instead of 5 MB."
    )


@pytest.mark.parametrize(
    ("dockerfile", "checks", "tried"),
    [
        (STAGE, (SIZE,), 0),  # nobody could say whether it still runs
        (STAGE.replace("out", "/out && ln -s /out out"), (SIZE, RUNS), 1),  # it does not run
        (INSTALL, (CACHE, LAYERS), 1),  # it costs points elsewhere
        (INSTALL.replace("sleep 2", "grep -q print /app/*"), (CACHE,), 1),  # it does not build
        (CLEANUP.replace("rm /big", "rm /app/app.py"), (SIZE,), 1),  # it brings nothing
    ],
)
def test_what_does_not_help_is_only_counted(
    daemon: Daemon, dockerfile: str, checks: tuple[CheckSpec, ...], tried: int
) -> None:
    assert advised(living(daemon, dockerfile, FILES, checks=checks)) == Advised([], tried)


def test_its_seconds_are_kept(daemon: Daemon) -> None:
    slow = CLEANUP.replace("RUN head", "RUN sleep 2 && head")
    live = living(daemon, slow, FILES, checks=(SIZE,))
    answers = probes.ask_all(checks.probes(live.lab.checks), live)
    live = replace(live, build=replace(live.build, seconds=0))
    began = time.monotonic()
    assert advise(live, answers, [0], 1.5) == Advised([], 0)
    assert time.monotonic() - began < 2.5
