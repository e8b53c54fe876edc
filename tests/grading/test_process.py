from __future__ import annotations

import subprocess

import pytest

from grading.process import Process


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
