"""Which limit a submission ran into: asked of the daemon's control group and quota, never of what a build
printed.
"""

from __future__ import annotations

import time

from django.utils.translation import gettext_noop as _

from grading.daemon import Daemon
from grading.faults import LimitReached

LOOK_SECONDS = 0.5


class Watch:
    """Remembers the most disk a daemon used: what a failed step wrote is gone when the build ends."""

    def __init__(self, daemon: Daemon) -> None:
        self.daemon = daemon
        self.disk_peak = 0
        self._looked = time.monotonic()

    def look(self) -> None:
        """Called often; looks at the disk now and then."""
        if time.monotonic() - self._looked >= LOOK_SECONDS:
            self._looked = time.monotonic()
            self.disk_peak = max(self.disk_peak, self.daemon.usage().disk)

    def check(self, no_space: bool) -> None:
        """Raise LimitReached for a limit that was hit. A build may hide a refused fork or a killed process,
        and end well.

        `no_space` says whether a step or BuildKit complained of a full disk.
        """
        usage = self.daemon.usage()
        self.disk_peak = max(self.disk_peak, usage.disk)
        if self.daemon.expired:
            raise LimitReached(_("The time limit was reached while the image was built."), limit="seconds")
        if usage.oom_kills:
            raise LimitReached(
                _("The memory limit was reached: %(memory_bytes)s were in use, and a process was killed."),
                limit="memory",
                memory_bytes=usage.memory_peak,
            )
        if usage.pids_max_hits:
            raise LimitReached(
                _("The limit of processes was reached: %(refused)d could not be started."),
                limit="pids",
                refused=usage.pids_max_hits,
            )
        if no_space:
            raise LimitReached(
                _("The disk limit was reached: %(disk_bytes)s were in use."),
                limit="disk",
                disk_bytes=self.disk_peak,
            )
