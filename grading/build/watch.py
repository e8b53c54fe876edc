"""Which limit a submission ran into: asked of the daemon's control group and quota, never of what a build
printed.
"""

from __future__ import annotations

import re
import time

from django.utils.translation import gettext_noop as _

from grading.daemon.isolation import Daemon
from grading.faults import LimitReached
from labs.spec import Limits

LOOK_SECONDS = 0.5
LEAST_DISK = 32 << 20  # no lab gives less: a full disk with less in it is another one (/dev/shm), or a joke
NEARLY = 0.9  # of the memory: what a daemon that died had, when it died for want of it
FULL = 0.9  # of the disk: less than a layer is left
NO_SPACE = re.compile(
    "no space left on device|disk quota exceeded", re.IGNORECASE
)  # is printed for a full disk


class Watch:
    """Remembers the most that a daemon used: what a failed step wrote may be gone in the end, or the daemon."""

    def __init__(self, daemon: Daemon, limits: Limits) -> None:
        self.daemon, self.limits = daemon, limits
        self.disk_peak = self.memory_peak = 0
        self._looked = time.monotonic()

    def look(self) -> None:
        """Called often; looks at the disk and the sockets now and then. Raises LimitReached for the latter."""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        usage = self.daemon.usage()
        self.disk_peak = max(self.disk_peak, usage.disk)
        self.memory_peak = max(self.memory_peak, usage.memory_peak)
        self._check_sockets()

    @property
    def full(self) -> bool:
        """Whether hardly any disk is left."""
        return self.daemon.usage().disk >= FULL * self.limits.disk

    def check(self, no_space: bool = False) -> None:
        """Raise LimitReached for a limit that was hit, also when a build hid a refused fork and ended well.

        `no_space` says whether a build failed with complaints of a full disk.
        """
        usage = self.daemon.usage()
        self.disk_peak = max(self.disk_peak, usage.disk)
        if self.daemon.expired:
            raise self.out_of_time()
        self._check_sockets()
        self.memory_peak = max(self.memory_peak, usage.memory_peak)
        # One that was killed as a whole takes the count of its killed processes with it.
        died_full = not self.daemon.alive and self.memory_peak >= NEARLY * self.limits.memory
        if usage.oom_kills or died_full:
            raise LimitReached(
                _(
                    "The memory limit of %(limit_bytes)s was reached: %(memory_bytes)s were in use, "
                    "and a process was killed."
                ),
                limit="memory",
                limit_bytes=self.limits.memory,
                memory_bytes=self.memory_peak,
            )
        if usage.pids_max_hits:
            raise LimitReached(
                _(
                    "The limit of %(most)d processes was reached: as many were running, "
                    "and %(refused)d more could not be started."
                ),
                limit="pids",
                most=self.limits.pids,
                refused=usage.pids_max_hits,
            )
        if no_space and self.disk_peak >= LEAST_DISK:
            raise LimitReached(
                _("The disk limit of %(limit_bytes)s was reached: %(disk_bytes)s were in use."),
                limit="disk",
                limit_bytes=self.limits.disk,
                disk_bytes=self.disk_peak,
            )

    def _check_sockets(self) -> None:
        waiting = self.daemon.sockets()
        if waiting > self.limits.memory:
            raise LimitReached(
                _("The memory limit of %(limit_bytes)s was reached: %(memory_bytes)s waited in sockets."),
                limit="memory",
                limit_bytes=self.limits.memory,
                memory_bytes=waiting,
            )

    def out_of_time(self) -> LimitReached:
        return out_of_time(self.limits)


def out_of_time(limits: Limits) -> LimitReached:
    """What is said when the daemon was stopped at its deadline."""
    return LimitReached(
        _("The time limit of %(seconds)d s was reached: all of it was used, and the submission was stopped."),
        limit="seconds",
        seconds=limits.seconds,
    )
