"""Facts of a small and a large image, from the layers' folders and from a saved archive, beside `docker save` of it.

Seconds of the processor are told beside those of the clock: other work on the machine changes them less.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from grading import base_images, build, image
from grading.commands import parse_commands
from grading.daemon import Daemon, daemon_for
from grading.dockerfile import parse_dockerfile
from grading.facts import ImageFacts
from grading.image import archive, base_files
from labs.spec import Limits

SIZES = (164_000_000, 744_000_000)  # bytes of the whole image
BASE = "debian:12-slim"
RUNS = 5
Seconds = tuple[float, float]  # of the clock, and of the processor
DOCKERFILE = """\
FROM {base}
RUN for one in $(seq {copies}); do cp -a /usr /srv/$one; done
RUN mkdir /srv/more && head -c {rest} /dev/urandom > /srv/more/data
"""


def measure() -> dict[str, float]:
    """Seconds (medians), ratios, and the peak memory of whole processes in MB, for each of the sizes."""
    found: dict[str, float] = {}
    for size in SIZES:
        with daemon_for(Limits(seconds=600), "bench") as daemon, tempfile.TemporaryDirectory() as folder:
            found |= _measure(daemon, _dockerfile(size), Path(folder) / "image.tar")
    return found


def _dockerfile(size: int) -> str:
    """Copies of the base's own files, and one large one for the rest."""
    base = base_images.available()[BASE]
    files = base_files.of(base.diff_ids).facts(
        "", [], {}, base.diff_ids, parse_dockerfile(f"FROM {BASE}"), None
    )
    assert files.tree is not None
    copies, rest = divmod(size - base.size, files.tree.bytes_below("/usr"))
    return DOCKERFILE.format(base=BASE, copies=copies, rest=rest)


def _measure(daemon: Daemon, text: str, saved: Path) -> dict[str, float]:
    dockerfile, bases = parse_dockerfile(text), base_images.available()
    commands = parse_commands("docker build -t app:1 .")
    deadline = time.monotonic() + 600
    files, dockerfiles = {"Dockerfile": text}, {"Dockerfile": dockerfile}
    built = build.run(daemon, commands, files, dockerfiles, lambda _: None, deadline, Limits())
    assert built.ok, built.log

    def folders() -> ImageFacts:
        return image.read(daemon, built, dockerfile, bases)

    def from_archive() -> ImageFacts:
        return archive.read(saved)

    first = _seconds(folders, _own, before=base_files.of.cache_clear)
    facts = folders()
    assert facts.tree is not None
    save = _seconds(lambda: _save(daemon, Path(os.devnull)), lambda: _own() + _of_daemon(daemon))
    walk = _seconds(folders, _own)
    _save(daemon, saved)
    stream = _seconds(from_archive, _own)
    name = f"{facts.size / 1e6:.0f} MB"
    return {
        f"{name}: files of its own": sum(layer.files for layer in facts.own_layers),
        f"{name}: docker save > /dev/null": save[0],
        f"{name}: docker save > /dev/null, processor": save[1],
        f"{name}: folders": walk[0],
        f"{name}: folders, processor": walk[1],
        f"{name}: folders, the first of a worker, processor": first[1],
        f"{name}: archive": stream[0],
        f"{name}: archive, processor": stream[1],
        f"{name}: folders / docker save": walk[0] / save[0],
        f"{name}: folders / docker save, processor": walk[1] / save[1],
        f"{name}: archive / docker save": stream[0] / save[0],
        f"{name}: archive / docker save, processor": stream[1] / save[1],
        f"{name}: folders, peak memory in MB": _peak(folders),
        f"{name}: archive, peak memory in MB": _peak(from_archive),
        f"{name}: its files as they are kept, in MB": len(facts.tree.packed()) / 1e6,
    }


def _seconds(
    work: Callable[[], object], processor: Callable[[], float], before: Callable[[], object] = lambda: None
) -> Seconds:
    """Medians; `processor` tells the seconds that were used until now."""

    def once() -> Seconds:
        before()
        began, used = time.perf_counter(), processor()
        work()
        return time.perf_counter() - began, processor() - used

    clock, used = zip(*(once() for _ in range(RUNS)), strict=True)
    return median(clock), median(used)


def _own() -> float:
    """Of this process and of those it waited for."""
    return sum(os.times()[:4])


def _of_daemon(daemon: Daemon) -> float:
    """Of all that runs in a daemon's container."""
    folder = daemon._running.cgroup.cpu
    usage = folder / "cpuacct.usage"
    if usage.exists():
        return int(usage.read_text()) / 1e9
    return int((folder / "cpu.stat").read_text().split()[1]) / 1e6


def _peak(work: Callable[[], object]) -> float:
    """The most memory that a process has which does this once, with all else that a worker has in memory."""
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    assert status == 0
    return usage.ru_maxrss * 1024 / 1e6


def _save(daemon: Daemon, to: Path) -> None:
    environment = {"DOCKER_HOST": f"unix://{daemon.socket}", "HOME": "/nonexistent", "PATH": os.defpath}
    with to.open("wb") as file:
        subprocess.run(["docker", "save", "app:1"], env=environment, stdout=file, check=True)
