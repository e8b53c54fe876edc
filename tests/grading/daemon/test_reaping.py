from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grading import base_images, engine
from grading.base_images import golden
from grading.daemon import container, owners, reap
from grading.daemon.isolation import Daemon
from grading.engine import host, mounts, remains
from tests.attacks.aftermath import present

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


# Stops for good when the named function has done its work, in the middle of a build.
STOPPED = """
import importlib, sys, time
import django
django.setup()
from contextlib import ExitStack
from grading.isolated import build_and_read
from grading.job import Job
from grading.validation import validate
from labs.content import read_lab
from django.conf import settings

module, _, name = sys.argv[1].partition(":")
owner = importlib.import_module(module)
*path, name = name.split(".")
for part in path:
    owner = getattr(owner, part)
done = getattr(owner, name)

def stop(*given, **named):
    done(*given, **named)
    print("here", flush=True)
    time.sleep(60)

setattr(owner, name, stop)
lab = read_lab(settings.BASE_DIR / "content/docker-fr/04-images/labs/premier-dockerfile")
files = dict(lab.starter) | dict(lab.solution)
with ExitStack() as life:
    job = Job(lab, files, lab.solution_commands, "a worker", life)
    build_and_read(job, validate(lab, files, lab.solution_commands))
"""
TEMPORARY = """
import tempfile, time
import django
django.setup()
from grading.daemon import keep_temporary_files_apart
keep_temporary_files_apart()
print(tempfile.NamedTemporaryFile(delete=False).name, flush=True)
time.sleep(60)
"""
STEPS = [
    "grading.base_images.golden:snapshot",
    "grading.daemon.container:_socket_folder",
    "docker:APIClient.create_container",
    "docker:APIClient.start",
    "grading.build:_write",
    "grading.build.powerless:start",
    "grading.image:read",
]
DEAD = "d-0123456789abcdef-00000000"


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
    name = DEAD
    assert owners.is_abandoned(name)
    golden.make_golden(f"daemons/{name}")
    container.folder(name).mkdir(parents=True)
    assert name in reap()
    assert not golden.data_root(name).exists()
    assert not container.folder(name).exists()


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_any_step_of_a_daemon_s_life_leaves_nothing(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # not where others on the machine write
    monkeypatch.setattr(tempfile, "tempdir", None)
    before = present()
    with subprocess.Popen([sys.executable, "-c", STOPPED, step], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "here"
        left = present() - before
        assert left
        reap()
        assert left <= present(), "what belongs to a living worker was destroyed"
        worker.send_signal(signal.SIGKILL)
    reap()
    assert present() <= before


def test_a_control_group_that_no_container_has_goes_with_its_processes(daemon: Daemon) -> None:
    name = "0" * 64
    folders = [folder.parent / name for folder in control_groups_of(daemon)]
    for folder in folders:
        folder.mkdir()
    with subprocess.Popen(["sleep", "60"]) as forgotten:
        (folders[0] / "cgroup.procs").write_text(str(forgotten.pid))
        assert f"control group {name}" in reap()
        assert forgotten.wait(10) == -signal.SIGKILL
    reap()
    assert [folder for folder in folders if folder.exists()] == []
    assert daemon.alive


def test_a_stale_loop_device_of_the_pool_is_let_go() -> None:
    device = host.run("losetup", "--find", "--show", golden.pool_file()).strip()
    assert remains.loop_devices(golden.pool_file()) == [device]
    assert device in reap()
    assert remains.loop_devices(golden.pool_file()) == []
    assert golden.data_roots() is not None


def test_a_half_written_file_of_a_dead_process_goes() -> None:
    folder = engine.state_dir() / "references"
    folder.mkdir(exist_ok=True)
    dead, living = folder / f"abc.{DEAD}", folder / f"abc.{owners.new_name()}"
    dead.write_text("{")
    living.write_text("{")
    assert str(dead) in reap()
    assert living.exists()
    living.unlink()


def test_temporary_files_of_a_killed_process_go_and_no_other_s() -> None:
    mine = owners.temporary_folder()
    with subprocess.Popen([sys.executable, "-c", TEMPORARY], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        file = Path(worker.stdout.readline().strip())
        assert str(file.parent) not in reap()
        assert file.exists()
        worker.send_signal(signal.SIGKILL)
    assert str(file.parent) in reap()
    assert not file.parent.exists()
    assert mine.exists()
    mine.rmdir()


def test_what_an_engine_killed_with_all_its_helpers_left_is_gone_when_it_starts_again() -> None:
    with subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        name = worker.stdout.readline().strip()
        for pid in helpers():
            os.kill(pid, signal.SIGKILL)
        worker.send_signal(signal.SIGKILL)
    assert remains.control_groups(engine.control_group())
    engine.ensure_running()
    assert remains.control_groups(engine.control_group()) == set()
    assert [
        path for path in mounts.targets() if "overlay2" in path.parts and engine.run_dir() in path.parents
    ] == []
    assert name in reap()
    assert not golden.data_root(name).exists()


def test_two_that_reap_at_once_do_not_disturb_each_other() -> None:
    with engine.lock("reap"):
        assert reap() == []


def test_a_golden_data_root_out_of_use_goes_while_daemons_live(daemon: Daemon) -> None:
    if not golden.has_simple_quotas():
        pytest.skip("with the older quotas the blocks it shares would become the daemons' own")
    golden.make_golden("golden-of-a-test")
    listed = base_images.list_file()
    os.utime(listed, times=(0, 0))
    assert "golden-of-a-test" in reap()
    assert daemon.alive


def test_a_golden_data_root_that_somebody_may_still_snapshot_stays() -> None:
    golden.make_golden("golden-of-a-test")
    base_images.list_file().touch()
    assert "golden-of-a-test" not in reap()
    golden.delete_subvolume(golden.pool() / "golden-of-a-test")


def helpers() -> list[int]:
    """The engine's dockerd, containerd and shims."""
    run = str(engine.run_dir()).encode()
    found = [int((engine.run_dir() / "engine.pid").read_text())]
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes()
            if words.partition(b"\0")[0].rpartition(b"/")[2].startswith(b"containerd") and run in words:
                found.append(int(folder.name))
    return found


def control_groups_of(daemon: Daemon) -> list[Path]:
    """Its folders in all hierarchies, that of the processes first."""
    container_id = engine.client().containers.get(daemon.name).id
    found = remains.CONTROL_GROUPS.glob(f"**/{engine.control_group()}/{container_id}")
    return sorted(found, key=lambda path: path.parts[4] != "pids")
