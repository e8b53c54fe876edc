"""What lives: each daemon, or what is left of one, with whose it is and what it uses now."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import docker

from grading import engine
from grading.base_images import golden
from grading.daemon import cgroup, container, isolation, owners, reaping


@dataclass(frozen=True, slots=True)
class Living:
    """`age` in seconds, None without a container; `memory` and `disk` in bytes, disk beyond the base images.

    `owner` is a submission's id, "spare", or what else asked for it; `pid` the process that has it, as that sees
    itself. `state` is the engine's word for the container, "none" without, and "abandoned" when the process is gone.
    """

    name: str
    owner: str
    pid: int | None
    state: str
    age: float | None
    memory: int
    processes: int
    disk: int


def living() -> list[Living]:
    """All daemons of this installation, by name."""
    return [_look(name) for name in reaping.names()]


def _look(name: str) -> Living:
    whose = _whose(name)
    found = _inspect(name)
    state, age, memory, processes = "none", None, 0, 0
    if found is not None:
        state = found["State"]["Status"]
        created = datetime.fromisoformat(found["Created"][:19] + "+00:00")
        age = max(0.0, (datetime.now(UTC) - created).total_seconds())
        with contextlib.suppress(OSError):  # it does not run
            memory, processes = cgroup.of(found["State"]["Pid"]).now()
    if owners.is_abandoned(name):
        state = "abandoned"
    return Living(name, whose[0], whose[1], state, age, memory, processes, golden.used(name))


def _whose(name: str) -> tuple[str, int | None]:
    try:
        noted = json.loads((container.folder(name) / isolation.OWNER_FILE).read_text())
        return str(noted["owner"]), int(noted["pid"])
    except (OSError, ValueError, KeyError):  # it has just begun, or is only parts
        return "", None


def _inspect(name: str) -> dict[str, Any] | None:
    """What the engine says of the container; None when there is none, or no engine."""
    try:
        found: dict[str, Any] = engine.client().api.inspect_container(name)
    except (docker.errors.DockerException, OSError):
        return None
    return found
