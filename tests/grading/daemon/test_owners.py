from __future__ import annotations

import os
import subprocess
from pathlib import Path

from grading.daemon import owners


def name_for(pid: int, started: int, namespace: int | None = None) -> str:
    inode = os.stat("/proc/self/ns/pid").st_ino if namespace is None else namespace
    return f"d-{inode:x}-{pid}-{started}-abcdef01"


def test_a_running_process_owns_its_daemons() -> None:
    assert not owners.is_abandoned(owners.new_name())


def test_names_differ() -> None:
    assert owners.new_name() != owners.new_name()


def test_a_process_that_has_ended_owns_nothing() -> None:
    with subprocess.Popen(["true"]) as process:
        pid = process.pid
    assert owners.is_abandoned(name_for(pid, 1))


def test_a_process_that_is_only_waited_for_owns_nothing() -> None:
    process = subprocess.Popen(["true"])
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    started = int(Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[19])
    assert owners.is_abandoned(name_for(process.pid, started))
    process.wait()


def test_a_later_process_with_the_same_number_is_another_one() -> None:
    assert owners.is_abandoned(name_for(os.getpid(), 1))


def test_a_process_elsewhere_is_not_judged() -> None:
    assert not owners.is_abandoned(name_for(4_194_305, 1, namespace=1))


def test_what_nobody_could_have_named_is_abandoned() -> None:
    assert owners.is_abandoned("leftover")
