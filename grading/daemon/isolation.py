"""An isolated Docker daemon as an object: start it, limit it, see what it used, destroy it.

Whatever it answers belongs to the learner: its socket is used with time limits, its files without following a
link.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import docker

from grading import base_images, engine
from grading.base_images import golden
from grading.daemon import container, owners
from grading.daemon.cgroup import Counts
from grading.faults import PlatformFault
from labs.spec import Limits

API_SECONDS = 30.0
OWNER_FILE = "owner.json"  # in its folder
log = logging.getLogger(__name__)
undestroyed: set[str] = set()  # of this process


@dataclass(frozen=True, slots=True)
class Usage:
    """What a daemon used: bytes of memory at most and of disk now, and how often a limit was hit."""

    memory_peak: int
    oom_kills: int
    pids_max_hits: int
    disk: int


@dataclass
class _Clock:
    """A daemon's deadline, and what it had used when it was reached."""

    timer: threading.Timer | None = None
    usage: Usage | None = None


@dataclass(frozen=True)
class Daemon:
    """A Docker daemon in a container of its own; its API is at `socket`, its layers are below `data_root`."""

    name: str
    socket: Path
    data_root: Path
    _running: container.Running = field(repr=False)
    _clock: _Clock = field(default_factory=_Clock, repr=False)

    def api(self, timeout: float = API_SECONDS) -> docker.DockerClient:
        """A new client; every call ends after `timeout` seconds of silence, and fails for an answer over MAX_ANSWER.

        Close it.
        """
        return container.client(self.socket, timeout)

    def belongs_to(self, owner: str) -> None:
        """Note whose it is now, for who lists the daemons: a spare changes hands."""
        (self.folder / OWNER_FILE).write_text(json.dumps({"owner": owner, "pid": os.getpid()}))

    @property
    def folder(self) -> Path:
        """The host's, for what goes with the daemon whatever happens; `user` may pass through."""
        return container.folder(self.name)

    @property
    def door(self) -> Path:
        """The folder where a socket of ours is seen in its container, as the way to packages."""
        return container.door(self.name)

    @property
    def user(self) -> int:
        """The host's uid and gid of programs that speak with it; its socket belongs to it."""
        return container.user(self.name)

    def network(self) -> int:
        """A new descriptor of its network namespace. Close it. Raises PlatformFault when the daemon is gone."""
        try:
            return os.dup(self._running.network.fileno())
        except ValueError:
            raise PlatformFault("The daemon is gone.") from None

    def usage(self) -> Usage:
        """What was used until now, or until the deadline if that has passed."""
        return self._clock.usage or self._measure()

    def sockets(self) -> int:
        """Bytes that wait in its sockets now, where the kernel does not count them as memory."""
        return self._running.cgroup.sockets()

    def limit(self, limits: Limits) -> None:
        """Give it other limits than it was started with.

        Raises OSError when it is dead, PlatformFault when there is not that much disk.
        """
        golden.require_room(limits.disk)
        self._running.cgroup.limit(limits)
        golden.limit(self.name, limits.disk)

    def yield_cpu(self) -> None:
        """Leave the CPU to whatever else wants it. Raises OSError when it is dead."""
        self._running.cgroup.yield_cpu()

    def kill_at(self, deadline: float) -> None:
        """Kill it at this `time.monotonic()`: whoever waits for an answer then gets an error at once."""
        self._cancel()
        self._clock.timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._expire)
        self._clock.timer.daemon = True
        self._clock.timer.start()

    @property
    def expired(self) -> bool:
        """Whether it was killed because its time was up."""
        return self._clock.usage is not None

    @property
    def alive(self) -> bool:
        return not self.expired and not self._running.process.ended

    def destroy(self) -> None:
        """Remove its container, data root and sockets; nothing happens the second time."""
        self._cancel()
        destroy(self.name)
        self._running.close()

    def _measure(self) -> Usage:
        counts: Counts = self._running.cgroup.counts()
        return Usage(counts.memory_peak, counts.oom_kills, counts.pids_max_hits, golden.used(self.name))

    def _expire(self) -> None:
        self._clock.usage = self._measure()
        self._running.process.kill()

    def _cancel(self) -> None:
        if self._clock.timer is not None:
            self._clock.timer.cancel()


def start(limits: Limits, owner: str, *, background: bool = False) -> Daemon:
    """Start a daemon on a fresh snapshot of the golden data root. Raises PlatformFault.

    In the background it disturbs what else runs little; `limit` ends that.
    """
    images = base_images.current()
    if images is None:
        raise PlatformFault("There are no base images yet: run manage.py base_images.")
    engine.ensure_running()
    golden.mount_pool()
    if not (golden.pool() / images.golden).is_dir():
        raise PlatformFault("The base images are gone from the pool: run manage.py base_images.")
    name = owners.new_name()
    try:
        data_root = golden.snapshot(images.golden, name, limits.disk)
        running = container.start(name, owner, images.daemon_image, data_root, limits, background=background)
    except BaseException as error:
        destroy(name)
        if isinstance(error, (docker.errors.DockerException, OSError)):
            raise PlatformFault("A daemon did not start: %(reason)s", reason=str(error)) from error
        raise
    daemon = Daemon(name, container.socket(name), data_root, running)
    daemon.belongs_to(owner)
    return daemon


def destroy(name: str) -> None:
    """Remove what there is of the daemon of this name: container, data root, sockets.

    What cannot be removed now (the engine went away) is noted, and tried again by `reap`: a submission that
    was graded does not fail by it.
    """
    try:
        container.remove(name)
        golden.delete(name)
    except (docker.errors.DockerException, OSError, PlatformFault) as error:
        undestroyed.add(name)
        log.warning("daemon %s was not destroyed: %s", name, error)
    else:
        undestroyed.discard(name)
