"""`manage.py run`, as a newcomer starts and stops it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError
from pytest_django.fixtures import Settings

from grading.management.commands.run import redis_to_use
from tests.stack import free_port

pytestmark = pytest.mark.engine


def start(folder: Path, port: int, redis_port: int) -> subprocess.Popen[str]:
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        "QUEUE_PREFIX": "test-run:",
        "PYTHONUNBUFFERED": "1",
    }
    command = [
        sys.executable,
        str(settings.BASE_DIR / "manage.py"),
        "run",
        "--port",
        str(port),
        "--workers",
        "1",
    ]
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def words_until_the_address(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    said = ""
    for line in running.stdout:
        said += line
        if "Ctrl-C stops everything" in line:
            return said
    raise AssertionError(said)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_it_brings_everything_up_says_the_address_and_leaves_nothing_behind(tmp_path: Path) -> None:
    port, redis_port = free_port(), free_port()
    running = start(tmp_path, port, redis_port)
    said = words_until_the_address(running)
    try:
        for name in ("student", "grader", "instructor", "operator"):
            assert re.search(rf"^\s+{name}\s+\S{{8,}}", said, re.M), said
        for course in (settings.BASE_DIR / "content").iterdir():
            assert f"created course {course.name}" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            assert answer.status == 200
        assert listens(redis_port)
    finally:
        os.kill(running.pid, signal.SIGINT)
        running.communicate(timeout=60)
    assert running.returncode == 0
    assert not listens(port)
    assert not listens(redis_port)

    again = start(tmp_path, port, redis_port)
    began = time.monotonic()
    said = words_until_the_address(again)
    os.kill(again.pid, signal.SIGINT)
    again.communicate(timeout=60)
    assert "nothing changed" in said
    assert time.monotonic() - began < 30


def test_a_port_that_is_taken_is_said_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        running = start(tmp_path, taken.getsockname()[1], free_port())
        said, _ = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "is taken: choose another with PORT=" in said


def test_a_redis_that_is_another_s_is_left_to_them(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as theirs:
        port = theirs.getsockname()[1]
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        monkeypatch.delenv("REDIS_URL", raising=False)
        url, is_ours = redis_to_use()
        assert is_ours
        assert url != settings.REDIS_URL
    assert redis_to_use() == (settings.REDIS_URL, True)


def test_a_redis_that_was_named_is_used_where_it_answers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr("grading.management.commands.run.broker_is_up", lambda: True)
    assert redis_to_use() == (settings.REDIS_URL, False)
    monkeypatch.setattr("grading.management.commands.run.broker_is_up", lambda: False)
    assert redis_to_use() == (settings.REDIS_URL, True)
    settings.REDIS_URL = "redis://elsewhere.invalid:6379/0"
    with pytest.raises(CommandError, match=r"No Redis answers at elsewhere\.invalid:6379"):
        redis_to_use()


def test_what_was_killed_comes_back(tmp_path: Path) -> None:
    port = free_port()
    running = start(tmp_path, port, free_port())
    try:
        words_until_the_address(running)
        for program in ("courseplatform.web", "worker@%h", "mail@%h"):
            os.kill(leader(running, program), signal.SIGKILL)
            assert running.stdout is not None
            assert any("ended (killed by SIGKILL); it is started again" in line for line in running.stdout)
        until = time.monotonic() + 30
        while not listens(port):
            assert time.monotonic() < until
            time.sleep(0.1)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
            assert answer.status == 200
        assert leader(running, "worker@%h")
        assert leader(running, "mail@%h")
    finally:
        os.kill(running.pid, signal.SIGINT)
        running.communicate(timeout=60)
    assert running.returncode == 0
    assert not listens(port)


def leader(running: subprocess.Popen[str], program: str) -> int:
    """The process that `manage.py run` started for this program."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for pid in Path(f"/proc/{running.pid}/task").glob("*/children"):
            for child in pid.read_text().split():
                if program.encode() in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
                    return int(child)
        time.sleep(0.1)
    raise AssertionError(f"{program} does not run")
