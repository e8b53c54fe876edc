from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from grading import engine
from grading.base_images import golden
from grading.daemon import container, owners, reap
from grading.daemon.isolation import Daemon

pytestmark = pytest.mark.engine

WORKER = """
import time
import django
django.setup()
from grading.daemon import isolation
from labs.spec import Limits
print(isolation.start(Limits(), "a worker").name, flush=True)
time.sleep(60)
"""


def test_the_daemon_of_a_killed_worker_is_destroyed_and_no_other(daemon: Daemon) -> None:
    with subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        name = worker.stdout.readline().strip()
        assert name
        assert name not in reap()
        worker.send_signal(signal.SIGKILL)
    assert name in reap()
    assert not golden.data_root(name).exists()
    assert not container.folder(name).exists()
    assert engine.client().containers.list(all=True, filters={"name": name}) == []
    assert daemon.alive


def test_what_is_left_of_a_daemon_is_destroyed_too() -> None:
    name = "d-0123456789abcdef-00000000"
    assert owners.is_abandoned(name)
    golden.make_golden(f"daemons/{name}")
    container.folder(name).mkdir(parents=True)
    assert name in reap()
    assert not golden.data_root(name).exists()
    assert not container.folder(name).exists()


def test_a_golden_data_root_out_of_use_goes_when_no_daemon_lives(daemon: Daemon) -> None:
    golden.make_golden("golden-of-a-test")
    assert "golden-of-a-test" not in reap()
    daemon.destroy()
    if not golden.data_roots():  # another run of the platform may have daemons here
        assert "golden-of-a-test" in reap()
    else:
        golden.delete_subvolume(golden.pool() / "golden-of-a-test")
