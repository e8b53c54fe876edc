"""The engine: a dockerd of the platform's own, in which one container per submission is a daemon.

It has its own data root, sockets, pid file and configuration, and maps root in its containers to a user that
is nobody on the host. The everyday Docker of the machine, if there is one, is never spoken to.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO

import docker
from django.conf import settings

from grading.engine import host, mounts, process, remains
from grading.faults import PlatformFault

API_VERSION = "1.41"  # Debian 12's dockerd 20.10 and every later one speak it
START_SECONDS = 30.0
STOP_SECONDS = 20.0
REMAPPED_USER = "dockremap"  # the user dockerd makes for itself under --userns-remap=default


def state_dir() -> Path:
    """Everything of the engine that is kept: images, the pool of data roots, programs."""
    return Path(settings.STATE_DIR).resolve() / "engine"


def run_dir() -> Path:
    """Sockets, pid files and mounts of what is in `state_dir`.

    Short, because a Unix socket's path has at most 108 characters; and open to pass through for the remapped
    root, which the folders above `state_dir` (root's home, say) need not be.
    """
    digest = hashlib.sha256(str(state_dir().parent).encode()).hexdigest()
    return Path("/run") / f"courseplatform-{digest[:8]}"


def socket() -> Path:
    return run_dir() / "engine.sock"


def client(timeout: float = 30) -> docker.DockerClient:
    """A client of the engine, one per process: a connection must not be shared with a forked child."""
    return _client(os.getpid(), str(socket()), timeout)


@lru_cache(maxsize=8)
def _client(_pid: int, path: str, timeout: float) -> docker.DockerClient:
    return docker.DockerClient(base_url=f"unix://{path}", version=API_VERSION, timeout=int(timeout))


def is_up() -> bool:
    if not os.path.exists(socket()):
        return False
    try:
        return bool(client(timeout=5).ping())
    except (docker.errors.DockerException, OSError):
        return False


def ensure_running() -> None:
    """Start the engine unless it is up. Two processes that call this at once start it once."""
    if is_up():
        return
    host.require("dockerd", "containerd", "runc", "useradd")
    with lock("engine"):
        if not is_up():
            _start()


def stop() -> None:
    """Stop the engine and every daemon in it; does nothing when it is not up.

    Whoever needs it meanwhile starts it once it has stopped: what they mount would be unmounted here.
    """
    with lock("engine"):
        _stop()


def _stop() -> None:
    deadline = time.monotonic() + STOP_SECONDS
    pid = _pid()
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
    while pid is not None and _pid() == pid:
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)
    while True:
        try:
            mounts.unmount(run_dir() / "docker")
            return
        except PlatformFault:  # a container's last processes are still on their way out
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def remapped_root() -> int:
    """The host's uid (and gid) that root in a daemon's container is."""
    for line in Path("/etc/subuid").read_text().splitlines():
        user, _, rest = line.partition(":")
        if user == REMAPPED_USER:
            return int(rest.split(":")[0])
    raise PlatformFault("/etc/subuid has no line for %(user)s: start the engine first.", user=REMAPPED_USER)


def programs() -> Path:
    """The folder of the client programs taken from the daemon image; they run with DOCKER_HOST set."""
    return state_dir() / "bin"


def buildx() -> Path:
    """Runs as `buildx build …`."""
    return _program("docker-buildx")


def docker_client() -> Path:
    """Runs as `docker push …`."""
    return _program("docker")


def _program(name: str) -> Path:
    path = programs() / name
    if not path.exists():
        raise PlatformFault("%(path)s is missing: run manage.py base_images.", path=str(path))
    return path


@contextmanager
def lock(name: str) -> Iterator[None]:
    """One process of this installation at a time; the next one waits."""
    with _lock_file(name) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def lock_if_free(name: str) -> Iterator[bool]:
    """The same without waiting: False when another process has it."""
    with _lock_file(name) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _lock_file(name: str) -> IO[str]:
    run_dir().mkdir(mode=0o711, parents=True, exist_ok=True)
    run_dir().chmod(0o711)
    return (run_dir() / f"{name}.lock").open("w")


def control_group() -> str:
    """The control group, below the root of each hierarchy, that has those of all containers in it."""
    return run_dir().name


def _clear_remains() -> None:
    """Before an engine starts nothing of a former one may run or be mounted: what is there, a crash left."""
    for container in remains.control_groups(control_group()):
        remains.end_control_group(control_group(), container)
    for folder in ("docker", "exec"):
        remains.unmount_below(run_dir() / folder)


def _start() -> None:
    state_dir().mkdir(mode=0o711, parents=True, exist_ok=True)
    for name in ("/etc/subuid", "/etc/subgid"):
        Path(name).touch()
    # What a killed engine left would keep the next one waiting for processes that are dead or others by now; and of a
    # containerd that is dying, for it to answer: dockerd takes up any that it sees running.
    process.forget_if_dead(run_dir() / "engine.pid", b"dockerd")
    if not (run_dir() / "engine.pid").exists():
        process.end(run_dir() / "exec" / "containerd" / "containerd.pid", b"containerd")
    _clear_remains()
    mounts.bind(state_dir() / "docker", run_dir() / "docker")
    config = state_dir() / "engine.json"
    config.write_text(json.dumps(_config(), indent=1))
    log = state_dir() / "engine.log"
    with log.open("wb") as output:
        started = subprocess.Popen(
            ["dockerd", "--config-file", str(config)],
            env=host.environment(),
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while not is_up():
        if started.poll() is not None or time.monotonic() > deadline:
            started.kill()
            words = log.read_text(errors="replace").strip().splitlines() or ["it said nothing"]
            raise PlatformFault("The engine did not start: %(reason)s (all of it in %(log)s)",
                                reason=words[-1], log=str(log))  # fmt: skip
        time.sleep(0.02)


def _config() -> dict[str, object]:
    run = run_dir()
    return {
        "data-root": str(run / "docker"),
        "exec-root": str(run / "exec"),
        "hosts": [f"unix://{socket()}"],
        "group": "root",
        "pidfile": str(run / "engine.pid"),
        "userns-remap": "default",
        "bridge": "none",
        "iptables": False,
        "ip6tables": False,
        "cgroup-parent": f"/{control_group()}",
        "exec-opts": ["native.cgroupdriver=cgroupfs"],
        "log-driver": "local",
        "log-level": "warn",
        "shutdown-timeout": 2,
        "max-concurrent-downloads": 4,
    }


def _pid() -> int | None:
    """The engine's process, when it is really this installation's dockerd that has the pid."""
    file = run_dir() / "engine.pid"
    return (
        int(file.read_text())
        if str(state_dir() / "engine.json").encode() in process.command_line(file)
        else None
    )
