"""The container that a daemon runs in: what it may do, how it starts, what it leaves."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import socket as unix
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import docker
import requests
import urllib3

from grading import engine
from grading.daemon import cgroup, confinement, shares
from grading.daemon.cgroup import Cgroup
from grading.engine.process import Process
from grading.faults import PlatformFault
from labs.spec import Limits

DAEMON_LABEL = "org.courseplatform.daemon"
OWNER_LABEL = "org.courseplatform.owner"
DAEMON_API_VERSION = "1.44"
START_SECONDS = 20.0
MAX_ANSWER = 8 << 20
FIRST_USER = 2_000_000_000  # above what a distribution or a user namespace is given
USERS = 1 << 24


@dataclass(frozen=True)
class Running:
    """A started daemon, ready to answer: its container, its control group, a handle of its first process.

    `network` is its network namespace, as an open file.
    """

    container: str
    process: Process
    cgroup: Cgroup
    network: io.FileIO

    def close(self) -> None:
        """Let go of the handles; the daemon runs on."""
        self.process.close()
        self.network.close()


def start(
    name: str, owner: str, image: str, data_root: Path, limits: Limits, *, background: bool = False
) -> Running:
    """Run a daemon on `data_root`; return when its API answers at `socket(name)`. Raises PlatformFault.

    One that starts in the background takes little CPU from others, until it is given its limits.
    """
    inside = _socket_folder(name)
    api = engine.client().api
    container = api.create_container(
        image,
        ["tini", "--", "/etc/courseplatform/start"],
        name=name,
        hostname="daemon",
        labels={DAEMON_LABEL: "1", OWNER_LABEL: owner},
        environment={"HOME": "/run"},
        host_config=confinement.host_config(inside, door(name), data_root, limits),
    )["Id"]
    api.start(container)
    pid = api.inspect_container(container)["State"]["Pid"]
    try:
        running = Running(container, Process(pid), cgroup.of(pid), io.FileIO(f"/proc/{pid}/ns/net"))
    except (OSError, ValueError) as error:  # it ended before it was looked at
        raise _not_started(container) from error
    try:
        if background:
            running.cgroup.yield_cpu()
        running.cgroup.bound_sockets()
        shares.limit(pid)
        _wait_for_answer(inside / "docker.sock", running)
    except BaseException:
        running.close()
        raise
    # From here on the daemon, which will belong to a learner, can put nothing else in the socket's place.
    (inside / "docker.sock").rename(socket(name))
    # It lies on the host's disk, where the daemon's quota does not hold: nothing more can be written there.
    os.chown(inside, 0, 0)
    os.chown(socket(name), user(name), user(name))
    return running


def client(path: Path, timeout: float) -> docker.DockerClient:
    """A client of the daemon at `path`, which may be a learner's: no answer of more than MAX_ANSWER bytes is read."""
    found = docker.DockerClient(base_url=f"unix://{path}", version=DAEMON_API_VERSION, timeout=int(timeout))
    found.api.hooks["response"].append(_bounded)
    return found


def _bounded(answer: requests.Response, *_: object, stream: bool = False, **__: object) -> None:
    if stream and answer.ok:
        return
    try:
        data = answer.raw.read(MAX_ANSWER + 1, decode_content=False)
    except urllib3.exceptions.HTTPError as error:
        raise docker.errors.DockerException("the answer does not end") from error
    if len(data) > MAX_ANSWER:
        raise docker.errors.DockerException("the answer is too large")
    answer.raw = io.BytesIO(data)


def remove(name: str) -> None:
    """Remove the container of this name and its sockets; nothing happens when there is none."""
    with contextlib.suppress(docker.errors.NotFound):
        engine.client().api.remove_container(name, force=True)
    shutil.rmtree(folder(name), ignore_errors=True)


def folder(name: str) -> Path:
    """The host's folder for one daemon's sockets; who is not root may pass through, if he knows its name."""
    return engine.run_dir() / "daemons" / name


def socket(name: str) -> Path:
    return folder(name) / "docker.sock"


def door(name: str) -> Path:
    """The folder that the container sees as /run/egress; empty unless the lab has packages."""
    return folder(name) / "door"


def user(name: str) -> int:
    """The host's uid (and gid) of the programs that speak with this daemon: nobody's, and no other daemon's."""
    return FIRST_USER + zlib.crc32(name.encode()) % USERS


def _socket_folder(name: str) -> Path:
    for passage in (folder(name).parent, folder(name)):
        passage.mkdir(parents=True, exist_ok=passage != folder(name))
        passage.chmod(0o711)
    door(name).mkdir(mode=0o755)
    inside = folder(name) / "inside"
    inside.mkdir(mode=0o700)
    os.chown(inside, engine.remapped_root(), engine.remapped_root())
    return inside


def _wait_for_answer(path: Path, running: Running) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _listens(path):
        if running.process.ended or time.monotonic() > deadline:
            raise _not_started(running.container)
        time.sleep(0.003)
    # dockerd listens before it is ready and answers when it is: one request waits just long enough.
    try:
        with contextlib.closing(client(path, START_SECONDS)) as daemon:
            daemon.ping()
    except (docker.errors.DockerException, OSError) as error:
        raise _not_started(running.container) from error


def _listens(path: Path) -> bool:
    with unix.socket(unix.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
    return True


def _not_started(container: str) -> PlatformFault:
    words = ""
    with contextlib.suppress(docker.errors.DockerException, OSError):
        words = engine.client().api.logs(container, tail=3).decode(errors="replace").strip()
    return PlatformFault("A daemon did not start: %(reason)s", reason=words or "it said nothing")
