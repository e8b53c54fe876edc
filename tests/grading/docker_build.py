"""A bare build in a daemon, for tests of what a daemon is and lets happen."""

from __future__ import annotations

import subprocess
import textwrap

from grading import engine
from grading.daemon.isolation import Daemon


def build(
    daemon: Daemon, dockerfile: str, *arguments: str, seconds: float = 60
) -> subprocess.CompletedProcess[str]:
    """Build from a Dockerfile alone; the whole log is the result's `stderr`."""
    return subprocess.run(
        [str(engine.buildx()), "build", "--network=none", "--progress=plain", *arguments, "-"],
        input=textwrap.dedent(dockerfile), env={"DOCKER_HOST": f"unix://{daemon.socket}", "HOME": "/nonexistent"},
        capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
