from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.stack import free_port

# Python may ignore an interrupt that comes while it imports modules: until the supervisor takes over, it just ends it.
SUPERVISED = """
import signal
signal.signal(signal.SIGINT, signal.SIG_DFL)
import json, os, sys
from courseplatform.supervisor import Supervisor
Supervisor(json.loads(sys.argv[1]), os.environ).run()
"""
ANSWERING = (
    "import socket, time; s = socket.create_server(('127.0.0.1', {port})); print('here', flush=True); "
)


@contextmanager
def supervised(**commands: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-u", "-c", SUPERVISED, json.dumps(commands)]
    running = subprocess.Popen(
        command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def lines_until(running: subprocess.Popen[str], wanted: str) -> list[str]:
    assert running.stdout is not None
    lines = []
    for line in running.stdout:
        lines.append(line)
        if wanted in line:
            return lines
    raise AssertionError(lines)


def test_what_a_process_says_is_said_with_its_name() -> None:
    with supervised(one="sh -c 'echo hello; sleep 60'") as running:
        assert " one | hello\n" in lines_until(running, "hello")[-1]


def test_a_process_that_is_killed_is_started_again_and_said_so(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    with supervised(one=f"sh -c 'echo $$ > {pid}; echo begun; sleep 60'") as running:
        lines_until(running, "begun")
        os.kill(int(pid.read_text()), signal.SIGKILL)
        said = lines_until(running, "begun")
        assert any("ended (killed by SIGKILL); it is started again in 1 s" in line for line in said)


def test_what_a_killed_process_leaves_does_not_keep_its_port(tmp_path: Path) -> None:
    port, pid = free_port(), tmp_path / "pid"
    child = ANSWERING.format(port=port) + "time.sleep(60)"
    with supervised(one=f'sh -c "echo $$ > {pid}; {sys.executable} -c \\"{child}\\" & wait"') as running:
        lines_until(running, "here")
        os.kill(int(pid.read_text()), signal.SIGKILL)
        said = lines_until(running, "here")
    assert not any("Address already in use" in line for line in said)


def test_a_signal_at_any_moment_of_its_start_ends_it() -> None:
    for number in range(8):
        with supervised(other="sleep 61.5") as running:
            time.sleep(0.15 + 0.02 * number)
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=30)


def test_it_ends_all_it_started_also_who_does_not_hear() -> None:
    deaf = "sh -c 'trap : TERM; echo deaf; while true; do sleep 0.1; done'"
    with supervised(deaf=deaf, other="sleep 61.25") as running:
        lines_until(running, "deaf")
        running.send_signal(signal.SIGTERM)
        began = time.monotonic()
        running.communicate(timeout=30)
        assert running.returncode == 0
        assert time.monotonic() - began < 15
    everybody = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert b"sleep\x0061.25\x00" not in everybody
