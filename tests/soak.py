"""Many submissions in a row, some hostile, while workers are killed: what became of them, and what is left."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from grading import engine
from grading.base_images import golden, preparing
from grading.engine import host
from labs.content import read_lab
from tests import crowd
from tests.attacks.aftermath import present
from tests.crowd import Work
from tests.stack import Stack

LAB = settings.BASE_DIR / "content" / "docker-fr" / "04-images" / "labs" / "premier-dockerfile"
LIMITS = "Lab.objects.update(seconds=20, memory=256 << 20, disk=256 << 20)"
WORKERS = ("worker", "worker-2")
EACH_SECONDS = 30.0  # for a submission, on a loaded machine, at most; in all that many times as long
FREEING_SECONDS = 40.0  # until the pool's blocks are free again: its commits are 30 s apart
HOSTILE = (
    "FROM python:3.11-slim\nRUN bash -c 'f() { f | f & }; f; sleep 5'\n",
    "FROM python:3.11-slim\nRUN python3 -c 'x = bytearray(1 << 30)'\n",
    "FROM python:3.11-slim\nRUN dd if=/dev/zero of=/big bs=1M count=2000\n",
    "FROM python:3.11-slim\nRUN yes\n",
    "FROM python:3.11-slim\nRUN trap '' TERM; sleep 1000\n",
    "# syntax=evil/frontend\nFROM python:3.11-slim\nRUN true\n",
    'FROM python:3.11-slim\nRUN python3 -c \'[open(f"/{n}", "w").close() for n in range(200000)]\'\n',
    "FROM python:3.11-slim\nRUN mknod /dev/sda b 8 0; mount -t proc none /mnt; unshare -r true; kill -9 -1\n",
)


@dataclass(frozen=True)
class Leftovers:
    """What there is besides submissions: bytes of memory of the engine's own processes, of the pool and of the
    engine's data root in use, and the names of all that a submission makes.
    """

    memory: int
    pool: int
    data_root: int
    things: frozenset[str]


@dataclass(frozen=True)
class Soaked:
    """`states` counts verdicts; `wrong` says of which submission what is not as it must be."""

    submissions: int
    seconds: float
    kills: int
    states: Counter[str]
    tries: int
    wrong: list[str]
    before: Leftovers
    after: Leftovers

    @property
    def left(self) -> list[str]:
        return sorted(self.after.things - self.before.things)


def soak(submissions: int, hostile: int, between_kills: int) -> Soaked:
    """Grade that many with two workers, of which one is killed and started again whenever so many have a verdict.

    The engine must be up; nothing else may use it.
    """
    preparing.prepare(lambda _: None)
    lab = read_lab(LAB)
    with elsewhere() as folder, Stack(folder) as stack:
        stack.stop("web")
        stack.stop("worker")
        stack.manage("engine", "reap")
        before = leftovers()
        stack.shell(f"from labs.models import Lab\n{LIMITS}")
        crowd.send(
            stack, lab.slug, list(_all(dict(lab.solution), lab.solution_commands, submissions, hostile))
        )
        began = time.monotonic()
        stack.start(*WORKERS)
        kills = 0
        for open_then in range(submissions - between_kills, 0, -between_kills):
            crowd.wait(stack, EACH_SECONDS * between_kills, until=open_then)
            victim = WORKERS[kills % len(WORKERS)]
            stack.stop(victim, signal.SIGKILL)
            stack.start(victim)
            kills += 1
        crowd.wait(stack, EACH_SECONDS * between_kills)
        seconds = time.monotonic() - began
        rows = crowd.rows(stack)
        for name in (*WORKERS, "timer"):
            stack.stop(name)
        stack.manage("engine", "reap")
        after = _settled(before)
    checks = len(lab.checks)
    wrong = [f"{row['pk']}: {problem}" for row in rows if (problem := _problem(row, checks))]
    states = Counter(str(row["state"]) for row in rows)
    tries = sum(int(row["tries"]) for row in rows)
    return Soaked(submissions, seconds, kills, states, tries, wrong, before, after)


def _all(solution: dict[str, str], commands: str, submissions: int, hostile: int) -> Iterator[Work]:
    """Good ones, with a hostile one every now and then."""
    every = submissions // hostile
    for number in range(submissions):
        if number % every == every - 1:
            yield Work({"Dockerfile": HOSTILE[number // every % len(HOSTILE)]}, commands)
        else:
            yield Work(solution, commands)


def _problem(row: dict[str, object], checks: int) -> str:
    """Why a verdict is not one that was to be had; graded twice, it would have its outcomes twice."""
    expected = 0 if row["state"] == "refused" else checks
    if row["state"] not in ("graded", "refused", "limit"):
        return f"{row['state']}: {row['error']}"
    if row["outcomes"] != expected:
        return f"{row['outcomes']} outcomes of {expected}"
    return ""


def _settled(before: Leftovers) -> Leftovers:
    """What is left once the file system has freed what was deleted."""
    until = time.monotonic() + FREEING_SECONDS
    while (after := leftovers()).pool > before.pool + (8 << 20) and time.monotonic() < until:
        time.sleep(1)
    return after


def leftovers() -> Leftovers:
    host.run("btrfs", "filesystem", "sync", golden.pool())
    status = os.statvfs(golden.pool())
    used = (status.f_blocks - status.f_bfree) * status.f_frsize
    data_root = int(
        host.run(
            "du", "--summarize", "--one-file-system", "--block-size=1", engine.run_dir() / "docker"
        ).split()[0]
    )
    return Leftovers(_engine_memory(), used, data_root, present())


def _engine_memory() -> int:
    """Resident bytes of the engine's dockerd and containerd."""
    files = (engine.run_dir() / "engine.pid", engine.run_dir() / "exec" / "containerd" / "containerd.pid")
    total = 0
    for file in files:
        with suppress(OSError):
            total += int(Path(f"/proc/{int(file.read_text())}/statm").read_text().split()[1])
    return total * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def elsewhere() -> Iterator[Path]:
    """A folder, in which all temporary files are as well: others on the machine write where they usually are."""
    former = os.environ.get("TMPDIR"), tempfile.tempdir
    with tempfile.TemporaryDirectory() as folder:
        temporary = Path(folder) / "tmp"
        temporary.mkdir()
        os.environ["TMPDIR"], tempfile.tempdir = str(temporary), str(temporary)
        try:
            yield Path(folder)
        finally:
            tempfile.tempdir = former[1]
            del os.environ["TMPDIR"]
            if former[0] is not None:
                os.environ["TMPDIR"] = former[0]
