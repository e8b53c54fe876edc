"""Facts of an image with a large base and 20 MB of own layers, beside `docker save` of it in the same daemon."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from statistics import median

from grading import base_images, build, image
from grading.base_images import BaseImage
from grading.commands import parse_commands
from grading.daemon import Daemon, daemon_for
from grading.dockerfile import parse_dockerfile
from grading.image import base_files
from labs.spec import Limits

BASE_BYTES = 164_000_000  # the base image whose size is nearest to this is taken
RUNS = 7
DOCKERFILE = """\
FROM {base}
RUN for one in $(seq 1000); do head -c 10000 /dev/urandom > /srv/$one; done
RUN mkdir /srv/more && head -c 10000000 /dev/urandom > /srv/more/data
"""


def measure() -> dict[str, float]:
    """Seconds (medians), the ratio of both, and the sizes of what was read in MB."""
    bases = base_images.available()
    base = min(bases.values(), key=lambda one: abs(one.size - BASE_BYTES))
    with daemon_for(Limits(), "bench") as daemon:
        return _measure(daemon, DOCKERFILE.format(base=base.name), base)


def _measure(daemon: Daemon, text: str, base: BaseImage) -> dict[str, float]:
    dockerfile, bases = parse_dockerfile(text), base_images.available()
    commands = parse_commands("docker build -t app:1 .")
    built = build.run(
        daemon,
        commands,
        {"Dockerfile": text},
        {"Dockerfile": dockerfile},
        lambda _: None,
        time.monotonic() + 60,
        Limits(),
    )
    assert built.ok, built.log
    facts = image.read(daemon, built, dockerfile, bases)
    read = _seconds(lambda: image.read(daemon, built, dockerfile, bases))
    first = _seconds(lambda: image.read(daemon, built, dockerfile, bases), before=base_files.of.cache_clear)
    save = _seconds(lambda: _save(daemon))
    return {
        "base image, MB": base.size / 1e6,
        "own layers, MB": facts.own_size / 1e6,
        "image facts": read,
        "image facts, the first of a worker": first,
        "docker save > /dev/null": save,
        "image facts / docker save": read / save,
    }


def _seconds(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    def once() -> float:
        before()
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return median(once() for _ in range(RUNS))


def _save(daemon: Daemon) -> None:
    environment = {"DOCKER_HOST": f"unix://{daemon.socket}", "HOME": "/nonexistent", "PATH": os.defpath}
    subprocess.run(["docker", "save", "app:1"], env=environment, stdout=subprocess.DEVNULL, check=True)
