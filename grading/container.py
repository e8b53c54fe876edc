"""The container that a daemon runs in: what it may do, how it starts, what it leaves."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import stat
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import docker

from grading import engine
from grading.cgroup import CPU_PERIOD, Cgroup
from grading.faults import PlatformFault
from labs.spec import Limits

DAEMON_LABEL = "org.courseplatform.daemon"
OWNER_LABEL = "org.courseplatform.owner"
DAEMON_API_VERSION = "1.44"
START_SECONDS = 20.0
# What containers get from Docker, which BuildKit passes on to a RUN, and two more to make containers and
# their loopback. All of them inside a user namespace only.
CAPABILITIES = (
    "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "NET_BIND_SERVICE",
    "NET_RAW", "SYS_CHROOT", "MKNOD", "AUDIT_WRITE", "SETFCAP", "SYS_ADMIN", "NET_ADMIN",
)  # fmt: skip


@dataclass(frozen=True)
class Running:
    """A started daemon, ready to answer: its container, its control group, a handle of its first process."""

    container: str
    pidfd: int
    cgroup: Cgroup


def start(name: str, owner: str, image: str, data_root: Path, limits: Limits) -> Running:
    """Run a daemon on `data_root`; return when its API answers at `socket(name)`. Raises PlatformFault."""
    inside = _socket_folder(name)
    api = engine.client().api
    container = api.create_container(
        image,
        ["tini", "--", "/etc/courseplatform/start"],
        name=name,
        hostname="daemon",
        labels={DAEMON_LABEL: "1", OWNER_LABEL: owner},
        environment={"HOME": "/run"},
        host_config=_host_config(inside, data_root, limits),
    )["Id"]
    api.start(container)
    pid = api.inspect_container(container)["State"]["Pid"]
    try:
        running = Running(container, os.pidfd_open(pid), Cgroup.of(pid))
    except (OSError, ValueError) as error:
        raise _not_started(container) from error
    _wait_for_answer(inside / "docker.sock", running)
    # From here on the daemon, which will belong to a learner, can put nothing else in the socket's place.
    (inside / "docker.sock").rename(socket(name))
    return running


def client(path: Path, timeout: float) -> docker.DockerClient:
    return docker.DockerClient(base_url=f"unix://{path}", version=DAEMON_API_VERSION, timeout=int(timeout))


def remove(name: str) -> None:
    """Remove the container of this name and its sockets; nothing happens when there is none."""
    with contextlib.suppress(docker.errors.NotFound):
        engine.client().api.remove_container(name, force=True)
    shutil.rmtree(folder(name), ignore_errors=True)


def folder(name: str) -> Path:
    """The host's folder for one daemon's sockets; nobody but root enters it."""
    return engine.run_dir() / "daemons" / name


def socket(name: str) -> Path:
    return folder(name) / "docker.sock"


def _resources(limits: Limits) -> dict[str, Any]:
    """Limits as the engine's API has them. Memory includes swap."""
    return {
        "Memory": limits.memory,
        "MemorySwap": limits.memory,
        "PidsLimit": limits.pids,
        "CpuPeriod": CPU_PERIOD,
        "CpuQuota": int(limits.cpus * CPU_PERIOD),
    }


def _host_config(inside: Path, data_root: Path, limits: Limits) -> dict[str, Any]:
    # As the API has it: docker-py's arguments lack the masked paths.
    return {
        **_resources(limits),
        "Binds": [f"{data_root}:/var/lib/docker", f"{inside}:/run/daemon"],
        "CapDrop": ["ALL"],
        "CapAdd": list(CAPABILITIES),
        "CgroupnsMode": "private",
        "IpcMode": "private",
        "NetworkMode": "none",
        "LogConfig": {"Type": "local", "Config": {"max-size": "1m", "max-file": "1", "compress": "false"}},
        # A container in it can only mount a /proc of its own when this one has nothing mounted over it.
        "MaskedPaths": [],
        "ReadonlyPaths": [],
        "ReadonlyRootfs": True,
        "SecurityOpt": [f"seccomp={_seccomp()}", "apparmor=unconfined"],
        "Tmpfs": {"/run": "rw,nosuid,nodev,size=64m,mode=755", "/tmp": "rw,nosuid,nodev,size=64m"},  # noqa: S108
        "OomScoreAdj": 500,
        "Ulimits": [{"Name": "core", "Soft": 0, "Hard": 0}],
    }


@lru_cache(maxsize=1)
def _seccomp() -> str:
    return json.dumps(json.loads((Path(__file__).parent / "seccomp.json").read_text()))


def _socket_folder(name: str) -> Path:
    folder(name).mkdir(mode=0o700, parents=True)
    inside = folder(name) / "inside"
    inside.mkdir(mode=0o700)
    os.chown(inside, engine.remapped_root(), engine.remapped_root())
    return inside


def _wait_for_answer(path: Path, running: Running) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_socket(path):
        if ended(running.pidfd) or time.monotonic() > deadline:
            raise _not_started(running.container)
        time.sleep(0.003)
    # dockerd listens before it is ready and answers when it is: one request waits just long enough.
    try:
        client(path, START_SECONDS).ping()
    except (docker.errors.DockerException, OSError) as error:
        raise _not_started(running.container) from error


def _is_socket(path: Path) -> bool:
    try:
        return stat.S_ISSOCK(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def ended(pidfd: int) -> bool:
    """Whether the process is gone: its handle becomes readable then."""
    return bool(select.select([pidfd], [], [], 0)[0])


def _not_started(container: str) -> PlatformFault:
    words = ""
    with contextlib.suppress(docker.errors.DockerException, OSError):
        words = engine.client().api.logs(container, tail=3).decode(errors="replace").strip()
    return PlatformFault("A daemon did not start: %(reason)s", reason=words or "it said nothing")
