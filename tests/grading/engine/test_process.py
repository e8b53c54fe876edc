from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grading.engine import process as processes
from grading.engine.process import Process


@contextmanager
def running(pid_file: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "60"]) as child:
        pid_file.write_text(f"{child.pid}\n")
        while processes.command_line(pid_file)[:1] != [b"sleep"]:  # until then it is still this one's copy
            pass
        yield child


def test_it_runs_until_it_is_killed() -> None:
    with subprocess.Popen(["sleep", "60"]) as child:
        process = Process(child.pid)
        assert not process.ended
        process.kill()
        child.wait()
        assert process.ended
        process.close()


def test_a_closed_handle_counts_as_ended_and_does_nothing() -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as child:
        process = Process(child.pid)
        process.close()
        process.close()
        process.kill()
        assert process.ended
        assert child.poll() is None


def test_a_process_that_is_gone_has_no_handle() -> None:
    with subprocess.Popen(["true"]) as child:
        pass
    with pytest.raises(OSError):  # noqa: PT011
        Process(child.pid)


def test_a_pid_file_stays_while_its_program_runs(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    with running(file) as child:
        processes.forget_if_dead(file, b"sleep")
        assert file.exists()
        assert processes.command_line(file)[:2] == [b"sleep", b"60"]
        child.kill()
        # Killed and not yet waited for, as where nobody waits for orphans.
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        processes.forget_if_dead(file, b"sleep")
        assert not file.exists()
    assert processes.command_line(file) == []


def test_a_pid_file_goes_with_a_process_that_is_just_dying(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    with running(file) as child:
        threading.Timer(0.3, child.kill).start()
        processes.forget_if_dead(file, b"sleep")
        assert not file.exists()
        assert child.wait(1) == -signal.SIGKILL


def test_a_process_is_ended_with_its_pid_file(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    with running(file) as child:
        processes.end(file, b"sleep")
        assert not file.exists()
        assert child.wait(1) == -signal.SIGKILL


def test_another_program_that_has_the_number_is_not_ended(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    with running(file) as child:
        processes.end(file, b"containerd")
        assert not file.exists()
        assert child.poll() is None
        child.kill()


def test_a_pid_file_goes_when_another_program_has_its_number(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    file.write_text(str(os.getpid()))
    processes.forget_if_dead(file, b"dockerd")
    assert not file.exists()
