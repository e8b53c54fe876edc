from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest
from pytest_django.fixtures import Settings

from grading import engine
from grading.engine import host, mounts
from grading.faults import PlatformFault


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """The state folder of another installation on the same machine; its engine is stopped at the end."""
    settings.STATE_DIR = tmp_path
    yield tmp_path
    engine.stop()
    shutil.rmtree(engine.run_dir(), ignore_errors=True)


def pid() -> int:
    return int((engine.run_dir() / "engine.pid").read_text())


def test_each_installation_has_folders_of_its_own(settings: Settings, tmp_path: Path) -> None:
    places = set()
    for name in ("one", "two"):
        settings.STATE_DIR = tmp_path / name
        places |= {engine.state_dir(), engine.run_dir()}
    assert len(places) == 4


def test_a_socket_path_is_short_wherever_the_state_is(settings: Settings) -> None:
    settings.STATE_DIR = Path("/" + "long/" * 60)
    assert (
        len(str(engine.run_dir() / "daemons" / "d-effffffc-4194304-99999999999-abcdef01" / "docker.sock"))
        < 100
    )


def test_no_engine_is_up_where_none_was_started(elsewhere: Path) -> None:
    assert not engine.is_up()
    engine.stop()


@pytest.mark.engine
def test_it_starts_once_also_when_two_ask_and_stops(elsewhere: Path) -> None:
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda _: engine.ensure_running(), range(3)))
    first = pid()
    engine.ensure_running()
    assert pid() == first
    assert engine.is_up()
    engine.stop()
    assert not engine.is_up()
    assert str(engine.run_dir()) not in Path("/proc/self/mountinfo").read_text()


@pytest.mark.engine
def test_two_installations_do_not_meet(elsewhere: Path) -> None:
    engine.ensure_running()
    client = engine.client()
    assert client.info()["DockerRootDir"].startswith(str(engine.run_dir()))
    assert (elsewhere / "engine" / "docker").is_dir()
    assert client.images.list() == []
    assert client.containers.list(all=True) == []
    assert "name=userns" in client.info()["SecurityOptions"]


@pytest.mark.engine
def test_it_starts_again_after_it_was_killed(elsewhere: Path) -> None:
    engine.ensure_running()
    os.kill(pid(), signal.SIGKILL)
    while engine.is_up():
        pass
    engine.ensure_running()
    assert engine.is_up()


@pytest.mark.engine
def test_it_is_whole_when_somebody_needs_it_while_it_is_being_stopped(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unmount = mounts.unmount

    def unmount_late(target: Path) -> None:
        time.sleep(0.7)  # dockerd has ended, and another would have started
        unmount(target)

    engine.ensure_running()
    monkeypatch.setattr(mounts, "unmount", unmount_late)
    with ThreadPoolExecutor() as pool:
        stopping = pool.submit(engine.stop)
        while engine.is_up():
            pass
        engine.ensure_running()
        stopping.result()
    assert engine.is_up()
    assert mounts.is_mounted(engine.run_dir() / "docker")


@pytest.mark.engine
def test_it_starts_again_while_its_former_containerd_is_dying(elsewhere: Path) -> None:
    pid_file = engine.run_dir() / "exec" / "containerd" / "containerd.pid"
    pid_file.parent.mkdir(parents=True)
    with subprocess.Popen(["containerd", "60"], executable="/bin/sleep") as dying:
        pid_file.write_text(str(dying.pid))
        Timer(0.5, dying.kill).start()
        engine.ensure_running()
    assert engine.is_up()


@pytest.mark.engine
def test_an_engine_that_cannot_start_says_why(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = {"hosts": [f"unix://{engine.socket()}"], "no-such-key": True}
    monkeypatch.setattr(engine, "_config", lambda: config)
    with pytest.raises(PlatformFault, match=r"no-such-key.*engine\.log"):
        engine.ensure_running()


def test_a_missing_program_is_named_with_its_package(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "_PATH", "/nowhere")
    with pytest.raises(PlatformFault, match=r"dockerd.*apt-get install .*docker\.io"):
        engine.ensure_running()


def test_without_root_it_says_so(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(PlatformFault, match="root"):
        engine.ensure_running()


def test_buildx_that_is_missing_is_said_with_the_cure(elsewhere: Path) -> None:
    with pytest.raises(PlatformFault, match=r"manage\.py base_images"):
        engine.buildx()


@pytest.mark.engine
def test_the_engine_gets_nothing_of_the_worker_s_environment(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "the worker's")
    engine.ensure_running()
    assert b"SECRET_KEY" not in Path(f"/proc/{pid()}/environ").read_bytes()
    assert json.loads((engine.state_dir() / "engine.json").read_text())["userns-remap"] == "default"
