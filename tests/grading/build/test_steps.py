from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grading.build.log import KEPT
from grading.build.rawjson import Output, Reader, Vertex
from grading.build.steps import Steps
from grading.dockerfile import parse_dockerfile

SAMPLES = Path(__file__).parents[1] / "samples" / "rawjson"
STAGES = """\
FROM debian:12-slim AS builder
WORKDIR /src
COPY a.txt .
RUN echo hi && cat a.txt > b.txt
RUN <<EOF
echo one
echo two
EOF
FROM debian:12-slim
ARG V=1
COPY --from=builder --chmod=600 /src/b.txt /x/
RUN echo hi
RUN echo hi
ENV A=b
ADD a.txt /y
"""


def played(name: str, dockerfile: str) -> tuple[Steps, list[dict[str, Any]]]:
    events: list[dict[str, Any]] = []
    shown = Steps(events.append)
    shown.start("$ docker build .", parse_dockerfile(dockerfile))
    for event in Reader().feed((SAMPLES / f"{name}.json").read_bytes()):
        shown.take(event)
    shown.end()
    return shown, events


def test_each_step_has_its_line_and_status() -> None:
    shown, _ = played("stages", STAGES)
    assert [step.line for step in shown.steps] == [1, 2, 3, 4, 5, 11, 12, 13, 15, None]
    assert {step.status for step in shown.steps} == {"done"}
    assert sum(step.seconds for step in shown.steps) == pytest.approx(0.5, abs=0.2)


def test_cached_steps_are_said_to_be() -> None:
    shown, events = played("cached", STAGES)
    assert [step.status for step in shown.steps] == ["done", *["cached"] * 8, "done"]
    assert "CACHED [stage-1 5/5] ADD a.txt /y\n" in shown.log.text()
    assert [event["status"] for event in events if event["type"] == "step"].count("cached") == 8


def test_the_step_that_failed_is_told_from_those_it_stopped() -> None:
    shown, _ = played("nofile", "FROM debian:12-slim\nCOPY missing.txt /x\n")
    assert {step.name[:8]: step.status for step in shown.steps}["[2/2] CO"] == "error"
    shown, events = played("fail", "FROM debian:12-slim\nRUN echo hi\nRUN a\nCOPY a.txt /\n")
    assert [(step.line, step.status) for step in shown.steps] == [(1, "done"), (2, "done"), (3, "error")]
    said = [event["text"] for event in events if event["type"] == "log" and event["step"] == 3]
    assert "".join(said) == "before\nerr\n"


def test_output_cannot_pass_for_a_line_of_ours() -> None:
    shown = Steps(lambda event: None)
    shown.start("$ docker build .", None)
    shown.take(Vertex("v", "[1/1] RUN x", 1.0))
    shown.take(Output("v", b"CACHED [1/1] RUN x\nERROR: all is lost\n"))
    shown.end()
    assert "\n  CACHED [1/1] RUN x\n  ERROR: all is lost\n" in shown.log.text()


def test_output_is_published_ten_times_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("grading.build.steps.time.monotonic", lambda: now)
    events: list[dict[str, Any]] = []
    shown = Steps(events.append)
    shown.take(Vertex("v", "[1/1] RUN x", 1.0))
    before = len(events)
    for _ in range(1000):
        shown.take(Output("v", b"line\n"))
        now += 0.001
    assert 9 <= len(events) - before <= 11
    shown.end()
    assert sum(event["text"].count("line") for event in events if event["type"] == "log") == 1000


def test_a_flood_is_published_up_to_what_is_kept() -> None:
    events: list[dict[str, Any]] = []
    shown = Steps(events.append)
    shown.take(Vertex("v", "[1/1] RUN x", 1.0))
    for _ in range(300):
        shown.take(Output("v", b"x" * 99 + b"\n" + b"y" * 9900 + b"\n"))
    shown.end()
    published = "".join(event["text"] for event in events if event["type"] == "log")
    assert len(published) < KEPT + 20_000
    assert published.endswith("[…]\n")


def test_what_still_ran_when_the_build_ended_was_cancelled() -> None:
    shown = Steps(lambda event: None)
    shown.take(Vertex("v", "[1/1] RUN x", 1.0))
    shown.end()
    assert shown.steps[0].status == "cancelled"


def test_output_of_an_unknown_step_is_left_out() -> None:
    shown = Steps(lambda event: None)
    shown.take(Output("nobody", b"text\n"))
    assert shown.log.text() == ""


def test_a_step_that_complains_of_the_network_is_noticed_until_the_next_command() -> None:
    shown = Steps(lambda event: None)
    shown.start("$ docker build .", None)
    shown.take(Vertex("a", "[2/2] RUN pip install flask", started=1.0))
    shown.take(Output("a", b"[Errno -3] Temporary failure in name resolution\n"))
    assert shown.wanted_network
    shown.start("$ docker build .", None)
    assert not shown.wanted_network


def test_a_step_is_named_in_plain_text() -> None:
    shown = Steps(lambda event: None)
    shown.start("$ docker build .", None)
    shown.take(Vertex("v", "[1/1] RUN echo \x1b[31mred\x1b]0;title\x07 \u202eabc\x00", 1.0, 2.0))
    shown.end()
    assert shown.steps[0].name == "[1/1] RUN echo red abc"
    assert shown.log.text().splitlines()[1] == "[1/1] RUN echo red abc"
