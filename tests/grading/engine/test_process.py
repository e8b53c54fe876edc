from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from grading.engine import process as processes
from grading.engine.process import Process


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
    with subprocess.Popen(["sleep", "60"]) as child:
        file.write_text(f"{child.pid}\n")
        while processes.command_line(file)[:1] != [b"sleep"]:  # until then it is still this one's copy
            pass
        processes.forget_if_dead(file, b"sleep")
        assert file.exists()
        assert processes.command_line(file)[:2] == [b"sleep", b"60"]
        child.kill()
        # Killed and not yet waited for, as where nobody waits for orphans.
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        processes.forget_if_dead(file, b"sleep")
        assert not file.exists()
    assert processes.command_line(file) == []


def test_a_pid_file_goes_when_another_program_has_its_number(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    file.write_text(str(os.getpid()))
    processes.forget_if_dead(file, b"dockerd")
    assert not file.exists()
