"""The bare build that others are measured beside: `docker buildx build` in one warm daemon."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from grading import engine
from grading.daemon import daemon_for
from labs.spec import LabSpec


@contextmanager
def bare(lab: LabSpec) -> Iterator[tuple[Path, Callable[..., float]]]:
    """The folder of the lab's solution, and a function that builds it with more options and returns its seconds."""
    with daemon_for(lab.limits, "bench") as daemon, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in (dict(lab.starter) | dict(lab.solution)).items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        environment = {"DOCKER_HOST": f"unix://{daemon.socket}", "HOME": name, "DOCKER_CONFIG": name}
        command = [str(engine.buildx()), "build", "--network=none", "--provenance=false", "-t", "app:1", "."]

        def build(*options: str) -> float:
            began = time.monotonic()
            subprocess.run([*command, *options], env=environment, cwd=folder, check=True, capture_output=True)
            return time.monotonic() - began

        yield folder, build
