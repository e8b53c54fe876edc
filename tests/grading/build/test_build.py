"""Builds in a real daemon. What it is made of (events, log, steps) is tested without one, beside this file."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grading import build
from grading.build import BuildStopped
from grading.build.commands import ON_DISK
from grading.commands import parse_commands
from grading.daemon.isolation import Daemon
from grading.dockerfile import parse_dockerfile
from grading.facts import BuildResult
from grading.faults import PlatformFault
from labs.spec import Limits
from tests.grading.said import said

pytestmark = pytest.mark.engine

COMMAND = "docker build -t app:1 ."
LIMITS = Limits(memory=512 << 20, disk=512 << 20, pids=256)  # of the daemon of these tests


def run(
    daemon: Daemon,
    dockerfile: str,
    commands: str = COMMAND,
    events: list[dict[str, Any]] | None = None,
    seconds: float = 60,
    files: dict[str, str] | None = None,
) -> BuildResult:
    deadline = time.monotonic() + seconds
    daemon.kill_at(deadline)
    sent = {"Dockerfile": dockerfile, **(files or {})}
    return build.run(
        daemon,
        parse_commands(commands),
        sent,
        {name: parse_dockerfile(text) for name, text in sent.items() if name.endswith("Dockerfile")},
        (events if events is not None else []).append,
        deadline,
        replace(LIMITS, seconds=round(seconds)),
    )


def stopped(daemon: Daemon, dockerfile: str, seconds: float = 60) -> BuildStopped:
    with pytest.raises(BuildStopped) as reached:
        run(daemon, dockerfile, seconds=seconds)
    return reached.value


def test_steps_output_tags_and_image_of_a_build(daemon: Daemon) -> None:
    events: list[dict[str, Any]] = []
    dockerfile = (
        "FROM debian:12-slim AS one\nRUN <<EOF\necho bonjour > /x\necho été\nEOF\n"
        "FROM debian:12-slim\nCOPY --from=one /x /\nRUN cat /x\n"
    )
    commands = "docker build -t app:1 -t app:latest .\ndocker tag app:1 example.org/team/app:2"
    result = run(daemon, dockerfile, commands, events)
    assert (result.ok, result.error, result.cached_steps) == (True, None, 0)
    assert result.tags == dict.fromkeys(["app:1", "app:latest", "example.org/team/app:2"], result.image_id)
    assert {step.line: step.status for step in result.steps if step.line and "FROM" not in step.name} == {
        2: "done",
        7: "done",
        8: "done",
    }
    assert "  été\n" in result.log
    assert "  bonjour\n" in result.log
    told = {(event["step"], event["text"]) for event in events if event["type"] == "log" and event["step"]}
    assert {text for _, text in told} == {"été\n", "bonjour\n"}


def test_a_second_build_is_cached_unless_told_otherwise(daemon: Daemon) -> None:
    again = run(daemon, "FROM debian:12-slim\nRUN echo 1\n", "docker build -t a .\ndocker build -t b .")
    assert [step.status for step in again.steps if "RUN" in step.name] == ["done", "cached"]
    anew = run(daemon, "FROM debian:12-slim\nRUN echo 1\n", "docker build -t a --no-cache .")
    assert anew.cached_steps == 0


def test_options_of_the_command_reach_the_build(daemon: Daemon) -> None:
    dockerfile = "FROM debian:12-slim AS one\nARG V=0\nRUN echo v=$V\nFROM one\nRUN exit 1\n"
    commands = "docker build -t a --target one --build-arg V=7 --label x=y -f other/Dockerfile ."
    result = run(daemon, "FROM scratch\n", commands, files={"other/Dockerfile": dockerfile})
    assert result.ok
    assert "  v=7\n" in result.log
    assert result.log.startswith(f"$ {commands}\n")


def test_a_failing_command_says_its_line_and_stops_the_rest(daemon: Daemon) -> None:
    dockerfile = "FROM debian:12-slim\nRUN echo before; \\\n    exit 3\nRUN true\n"
    result = run(daemon, dockerfile, f"{COMMAND}\ndocker build -t never .")
    assert (result.ok, result.image_id, result.tags) == (False, None, {})
    assert result.error is not None
    assert said(result.error) == "Line 2: RUN echo before; exit 3 failed with exit code 3."
    assert (result.error_line, result.failed_command) == (2, 1)
    assert result.log.endswith("\nThe docker commands after line 1 were not run.\n")
    assert {step.line: step.status for step in result.steps}[2] == "error"
    assert "  before\n" in result.log


@pytest.mark.parametrize(
    ("dockerfile", "sentence"),
    [
        ("FROM debian:12-slim\n\nCPOY a b\n", "Line 3: CPOY is no instruction: did you mean COPY?"),
        ("FROM debian:12-slim\nENV\n", "Line 2: ENV stands without anything after it."),
        (
            "FROM debian:12-slim\nCOPY nothing /\n",
            "Line 2: nothing is not in the build context: no such file, or .dockerignore leaves it out.",
        ),
    ],
)
def test_a_build_that_cannot_work_is_the_learners_fault(
    daemon: Daemon, dockerfile: str, sentence: str
) -> None:
    result = run(daemon, dockerfile)
    assert not result.ok
    assert result.error is not None
    assert said(result.error) == sentence


def test_a_tag_of_nothing_fails_and_keeps_the_image(daemon: Daemon) -> None:
    commands = f"{COMMAND}\n# b\ndocker tag b:1  c:1\ndocker tag app:1 d\ndocker images"
    result = run(daemon, "FROM scratch\nCOPY Dockerfile /\n", commands)
    assert result.error is not None
    sentence = (
        "Line 3 of the docker commands failed (docker tag b:1 c:1), and the commands after it were not run. "
        "The reason: docker tag: there is no image b:1."
    )
    assert said(result.error) == sentence
    assert (result.error_line, result.failed_command) == (None, 3)
    assert result.log.endswith(f"\n$ docker tag b:1  c:1\nERROR: {sentence}\n")
    assert result.image_id is not None


def test_sizes_that_docker_images_shows_are_told_apart_from_the_graded_one(daemon: Daemon) -> None:
    result = run(
        daemon, "FROM busybox\n", f"{COMMAND}\ndocker images -q\ndocker images app\ndocker history app:1"
    )
    ids, table = result.log.split("$ docker images -q\n")[1].split("$ docker images app\n")
    assert ON_DISK not in ids
    assert table.split("$ docker history app:1\n")[0].endswith(f"\n{ON_DISK}\n")


def test_the_deadline_ends_a_build_that_ignores_signals(daemon: Daemon) -> None:
    began = time.monotonic()
    reached = stopped(daemon, "FROM debian:12-slim\nRUN echo hi; trap '' TERM; sleep 1000\n", seconds=2)
    assert time.monotonic() - began < 3
    assert (reached.limit, said(reached)) == (
        "seconds",
        "The time limit of 2 s was reached: all of it was used, and the submission was stopped.",
    )
    assert "  hi\n" in reached.build.log
    assert reached.build.steps[-1].status == "cancelled"
    assert reached.line == 2


def test_the_deadline_covers_the_export(daemon: Daemon) -> None:
    assert stopped(daemon, "FROM debian:12-slim\nRUN truncate -s 100G /x\n", seconds=3).limit == "seconds"


def test_a_full_disk_is_a_limit(daemon: Daemon) -> None:
    reached = stopped(daemon, "FROM debian:12-slim\nRUN head -c 900M /dev/zero > /x\n")
    assert (reached.limit, reached.line) == ("disk", 2)
    assert 450 << 20 < reached.message.params["disk_bytes"] < 600 << 20
    assert said(reached).startswith("The disk limit of 512 MiB was reached: 5")


def test_a_full_folder_in_memory_is_a_failed_build(daemon: Daemon) -> None:
    result = run(daemon, "FROM debian:12-slim\nRUN head -c 200M /dev/zero > /dev/shm/x\n")
    assert result.error is not None
    assert "exit code 1" in said(result.error)


@pytest.mark.parametrize("ending", ["", " || true"])
def test_a_killed_process_is_a_limit_however_the_build_ends(daemon: Daemon, ending: str) -> None:
    reached = stopped(daemon, f"FROM python:3.11-slim\nRUN python3 -c 'x = bytearray(2 << 30)'{ending}\n")
    assert reached.limit == "memory"
    # The kernel lets itself have some pages more than the limit.
    assert 450 << 20 < reached.message.params["memory_bytes"] < 513 << 20
    assert said(reached).startswith("The memory limit of 512 MiB was reached: ")


def test_a_fork_bomb_is_a_limit_though_the_build_works(daemon: Daemon) -> None:
    bomb = "FROM debian:12-slim\nRUN bash -c 'b() { b | b & }; b'; sleep 1; true\n"
    reached = stopped(daemon, bomb, seconds=30)
    assert reached.limit == "pids"
    assert said(reached).startswith("The limit of 256 processes was reached: as many were running, and ")


def test_a_flood_and_an_endless_line_fill_neither_memory_nor_log(daemon: Daemon) -> None:
    flood = "FROM debian:12-slim\nRUN yes | head -c 50000000\nRUN head -c 50000000 /dev/zero | tr '\\0' x\n"
    events: list[dict[str, Any]] = []
    result = run(daemon, flood, events=events)
    assert result.ok
    assert len(result.log.encode()) <= 1 << 20
    assert sum(len(str(event)) for event in events) < 2 << 20


def test_a_daemon_that_dies_is_our_fault(daemon: Daemon) -> None:
    daemon.destroy()
    with pytest.raises(PlatformFault):
        run(daemon, "FROM debian:12-slim\n")


@pytest.mark.parametrize("name", ["../out", "/out", "a/../../out", ""])
def test_no_file_is_written_outside(daemon: Daemon, tmp_path: Path, name: str) -> None:
    with pytest.raises(PlatformFault):
        run(daemon, "FROM scratch\n", files={name: "x"})
