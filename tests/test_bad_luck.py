"""Each process away or killed while submissions are on their way: nothing is lost, nothing is graded twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from grading import engine
from tests.client import Client
from tests.stack import Stack

pytestmark = pytest.mark.engine

LAB = "premier-dockerfile"
COMMANDS = "docker build -t phrase:1.0.0 ."
QUICK = {"Dockerfile": "FROM python:3.11-slim\nCOPY phrase.py phrases.txt /app/\n"}
SLOW = {"Dockerfile": "FROM python:3.11-slim\nCOPY phrase.py phrases.txt /app/\nRUN sleep 5\n"}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="module")
def client(stack: Stack) -> Client:
    return Client(stack, "unlucky")


def building(state: dict[str, Any]) -> bool:
    return bool(state["stage"] == "build")


def final(state: dict[str, Any]) -> bool:
    return bool(state["final"])


def outcomes(stack: Stack, links: dict[str, Any]) -> tuple[int, int]:
    """How many outcomes are stored, and how many tries it took."""
    code = (
        "from grading.models import Submission\n"
        f"s = Submission.objects.get(public_id='{links['id']}')\nprint(s.outcomes.count(), s.tries)"
    )
    count, tries = stack.shell(code).splitlines()[-1].split()
    return int(count), int(tries)


def test_a_second_submission_while_one_runs_is_queued_and_said_so(client: Client) -> None:
    first = client.send(LAB, SLOW, COMMANDS)
    client.wait(first, building)
    second = client.send(LAB, QUICK, COMMANDS)
    assert "envoi précédent" in client.state(second)["note"]
    assert client.wait(second, final)["state"] == "graded"
    assert client.state(first)["state"] == "graded"


def test_a_killed_worker_loses_nothing_and_grades_once(stack: Stack, client: Client) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    client.wait(links, building)
    stack.stop("worker", signal.SIGKILL)
    stack.start("worker")
    assert client.wait(links, final)["state"] == "graded"
    assert outcomes(stack, links) == (4, 2)


def test_a_message_delivered_twice_grades_once(stack: Stack, client: Client) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    stack.shell("from grading import queue\nprint(queue.ring(), queue.ring(), queue.ring())")
    assert client.wait(links, final)["state"] == "graded"
    assert outcomes(stack, links) == (4, 1)


def test_a_submission_sent_while_redis_is_down_is_kept_and_goes_in_when_it_is_back(
    stack: Stack, client: Client
) -> None:
    stack.stop("redis")
    links = client.send(LAB, QUICK, COMMANDS)
    state = client.wait(links, lambda state: state["note"])
    assert state["state"] == "queued"
    stack.start("redis")
    assert client.wait(links, final, seconds=90)["state"] == "graded"


def test_redis_going_down_in_the_middle_costs_only_the_live_log(stack: Stack, client: Client) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    client.wait(links, building)
    stack.stop("redis", signal.SIGKILL)
    state = client.wait(links, final)
    stack.start("redis")
    assert state["state"] == "graded"
    assert "sleep 5" in state["log"]


def test_a_submission_sent_while_the_engine_is_down_is_graded_once_it_is_back(client: Client) -> None:
    engine.stop()
    links = client.send(LAB, QUICK, COMMANDS)
    assert client.wait(links, final, seconds=90)["state"] == "graded"
    assert engine.is_up()


def test_an_engine_killed_in_the_middle_costs_no_attempt(client: Client) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    client.wait(links, building)
    os.kill(int((engine.run_dir() / "engine.pid").read_text()), signal.SIGKILL)
    assert client.wait(links, final, seconds=90)["state"] == "graded"


def test_the_web_server_away_loses_nothing(stack: Stack, client: Client) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    stack.stop("web", signal.SIGKILL)
    stack.start("web")
    assert client.wait(links, final)["state"] == "graded"


def test_afterwards_everything_works_as_before(stack: Stack, client: Client) -> None:
    _, state = client.submit(LAB, QUICK, COMMANDS)
    assert state["state"] == "graded"
    assert stack.shell(
        "from grading.models import Submission\nprint(Submission.objects.exclude(state='graded').count())"
    ).endswith("0")
