"""Each process away or killed while submissions are on their way: nothing is lost, nothing is graded twice."""

from __future__ import annotations

import itertools
import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests

from courseplatform import sharedcache
from grading import engine, queue
from grading.daemon.listing import Living, living
from grading.engine import remains
from tests.client import Client, Visitor, events_of
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


def graded(stack: Stack, links: dict[str, Any]) -> tuple[float, int]:
    """How often, going by the outcomes that are stored, and how many tries it took."""
    code = (
        "from grading.models import Submission\n"
        f"s = Submission.objects.get(public_id='{links['id']}')\n"
        "print(s.outcomes.count() / s.lab.checks.count(), s.tries)"
    )
    times, tries = stack.shell(code).splitlines()[-1].split()
    return float(times), int(tries)


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
    assert graded(stack, links) == (1, 2)


def test_a_message_delivered_twice_grades_once(stack: Stack, client: Client) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    stack.shell("from grading import queue\nprint(queue.ring(), queue.ring(), queue.ring())")
    assert client.wait(links, final)["state"] == "graded"
    assert graded(stack, links) == (1, 1)


def test_a_submission_sent_while_redis_is_down_is_kept_and_goes_in_when_it_is_back(
    stack: Stack, client: Client
) -> None:
    stack.stop("redis")
    links = client.send(LAB, QUICK, COMMANDS)
    state = client.wait(links, lambda state: state["note"])
    assert state["state"] == "queued"
    stack.start("redis")
    assert client.wait(links, final, seconds=90)["state"] == "graded"


def test_one_signs_in_while_redis_is_down_and_both_web_processes_count_together_when_it_is_up(
    stack: Stack, client: Client
) -> None:
    stack.stop("redis")
    Visitor(stack.url, client.name).sign_in()
    stack.start("redis")
    time.sleep(sharedcache.PAUSE_SECONDS)
    for _ in range(5):
        with pytest.raises(AssertionError):
            Visitor(stack.url, client.name).sign_in("wrong")
    for _ in range(5):  # whichever of the two answers
        with pytest.raises(AssertionError):
            Visitor(stack.url, client.name).sign_in()


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


def test_a_worker_s_building_process_killed_alone_loses_nothing(stack: Stack, client: Client) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    client.wait(links, building)
    os.kill(building_process(links), signal.SIGKILL)
    assert client.wait(links, final)["state"] == "graded"
    assert graded(stack, links) == (1, 2)


def test_a_worker_s_parent_process_killed_alone_loses_nothing(stack: Stack, client: Client) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    client.wait(links, building)
    stack.running["worker"].kill()
    stack.running.pop("worker").wait()
    stack.start("worker")
    assert client.wait(links, final)["state"] == "graded"
    assert graded(stack, links)[0] == 1


def test_the_timer_killed_in_the_middle_changes_nothing(stack: Stack, client: Client) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    client.wait(links, building)
    stack.stop("timer", signal.SIGKILL)
    stack.start("timer")
    assert client.wait(links, final)["state"] == "graded"
    assert graded(stack, links) == (1, 1)


def test_a_daemon_that_ends_in_the_middle_is_ours_and_tried_again(stack: Stack, client: Client) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    client.wait(links, building)
    engine.client().api.kill(its_daemon(links).name)
    assert client.wait(links, final)["state"] == "graded"
    assert graded(stack, links) == (1, 2)


def test_dockerd_killed_inside_its_container_is_ours_and_tried_again(stack: Stack, client: Client) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    client.wait(links, building)
    for row in engine.client().api.top(its_daemon(links).name)["Processes"]:
        if row[-1].startswith("dockerd"):
            os.kill(int(row[1]), signal.SIGKILL)
    assert client.wait(links, final)["state"] == "graded"
    assert graded(stack, links) == (1, 2)


def test_a_daemon_that_ends_every_time_is_said_to_be_ours_and_costs_no_attempt(
    stack: Stack, client: Client
) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    killed: set[str] = set()
    until = time.monotonic() + 90
    while not (state := client.state(links))["final"]:
        assert time.monotonic() < until
        for daemon in daemons_of(links):
            if building(state) and daemon.name not in killed:
                killed.add(daemon.name)
                engine.client().api.kill(daemon.name)
        time.sleep(0.1)
    assert state["state"] == "failed"
    assert len(killed) == queue.MAX_RETRIES + 1
    code = f"from grading.models import Submission\ns = Submission.objects.get(public_id='{links['id']}')\n"
    assert stack.shell(code + "print(s.fault, s.counted, s.score)").endswith("platform False None")


def test_the_engine_s_containerd_killed_in_the_middle_costs_no_attempt(client: Client) -> None:
    links = client.send(LAB, SLOW, COMMANDS)
    client.wait(links, building)
    os.kill(int((engine.run_dir() / "exec/containerd/containerd.pid").read_text()), signal.SIGKILL)
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
    ).endswith("1")  # the one whose daemon ended every time


def test_those_who_watch_take_no_database_connection_each(stack: Stack, client: Client) -> None:
    """A PostgreSQL has a hundred."""
    links = client.send(LAB, SLOW, COMMANDS)
    with ExitStack() as streams:
        watched = [
            events_of(streams.enter_context(client.watch(links)))
            for _ in range(10)  # as many as one learner may open in one process
        ]
        assert all(next(events)["type"] == "state" for events in watched)
        assert max(map(connections, web_processes(stack))) <= 3  # two threads have the pages, one the streams
        assert client.wait(links, final)["state"] == "graded"


def test_those_who_watch_are_each_told_in_their_own_language(stack: Stack, client: Client) -> None:
    client.wait(client.send(LAB, SLOW, COMMANDS), building)
    waits = client.send(LAB, QUICK, COMMANDS)
    languages = ["fr", "en"] * 4
    with ExitStack() as streams:
        watched = [
            streams.enter_context(client.watch(waits, **{"Accept-Language": language}))
            for language in languages
        ]
        told = [notes(one) for one in watched]
    french, english = {"Votre envoi précédent"}, {"Your previous submission"}
    assert told == [french if language == "fr" else english for language in languages]
    assert client.wait(waits, final)["state"] == "graded"


def notes(stream: requests.Response) -> set[str]:
    """How the first notes of a submission that waits begin, asked twice while it does."""
    states = itertools.islice(events_of(stream), 2)
    return {" ".join(state["note"].split(" ")[:3]) for state in states if state["state"] == "queued"}


def web_processes(stack: Stack) -> list[int]:
    first = stack.running["web"].pid
    return [int(pid) for pid in Path(f"/proc/{first}/task/{first}/children").read_text().split()]


def connections(process: int) -> int:
    """To the stack's database."""
    opened = [os.readlink(path) for path in Path(f"/proc/{process}/fd").iterdir() if path.is_symlink()]
    return sum(name.endswith("/db.sqlite3") for name in opened)


def test_in_the_end_nothing_is_left_but_spares(stack: Stack) -> None:
    stack.manage("engine", "reap")
    assert [one for one in living() if one.owner != "spare" or one.state != "running"] == []
    assert len(remains.control_groups(engine.control_group())) == len(living())


def daemons_of(links: dict[str, Any]) -> list[Living]:
    return [one for one in living() if one.owner == str(links["id"])]


def its_daemon(links: dict[str, Any]) -> Living:
    (daemon,) = daemons_of(links)
    return daemon


def building_process(links: dict[str, Any]) -> int:
    """The worker's process that builds this submission."""
    pid = its_daemon(links).pid
    assert pid is not None
    return pid
