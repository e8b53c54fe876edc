from __future__ import annotations

import os
import subprocess
import sys
import time

from grading import engine
from grading.daemon import owners

OWNER = """
import time
import django
django.setup()
from grading.daemon import owners
print(owners.new_name(), flush=True)
time.sleep(60)
"""


def an_owner(*prefix: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [*prefix, sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_a_running_process_owns_its_daemons() -> None:
    assert not owners.is_abandoned(owners.new_name())


def test_names_differ() -> None:
    assert owners.new_name() != owners.new_name()


def test_a_process_that_was_killed_owns_nothing() -> None:
    process, name = an_owner()
    assert not owners.is_abandoned(name)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # also while it is only waited for
    assert owners.is_abandoned(name)
    process.communicate()


def test_a_process_in_another_namespace_is_judged_as_well() -> None:
    process, name = an_owner("unshare", "--pid", "--fork", "--kill-child")
    assert name
    assert not owners.is_abandoned(name)
    process.kill()
    process.communicate()
    until = time.monotonic() + 5
    while not owners.is_abandoned(name):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_forked_child_neither_owns_nor_keeps_what_is_its_parents() -> None:
    mine = owners.new_name().split("-")[1]
    child = os.fork()
    if child == 0:
        os._exit(owners._lease.descriptor is not None or owners.new_name().split("-")[1] == mine)
    assert os.waitpid(child, 0)[1] == 0
    assert not owners.is_abandoned(f"d-{mine}-00000000")


def test_leases_of_the_dead_are_removed_and_no_other() -> None:
    mine = owners.new_name().split("-")[1]
    process, name = an_owner()
    process.kill()
    process.communicate()
    owners.forget_dead()
    folder = engine.run_dir() / "owners"
    assert (folder / mine).exists()
    assert not (folder / name.split("-")[1]).exists()


def test_what_nobody_could_have_named_is_abandoned() -> None:
    assert owners.is_abandoned("leftover")
    assert owners.is_abandoned("d-..-00000000")
