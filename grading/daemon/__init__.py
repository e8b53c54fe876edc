"""The daemon of one submission: a warm spare or a fresh one, destroyed after use, reaped after a crash."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from grading.daemon import isolation, owners, reaping, spares
from grading.daemon.isolation import Daemon, Usage
from labs.spec import Limits

__all__ = ["Daemon", "Usage", "daemon_for", "fill_spares", "keep_temporary_files_apart", "reap"]


@contextmanager
def daemon_for(limits: Limits, owner: str) -> Iterator[Daemon]:
    """A daemon with these limits, a warm spare if there is one; destroyed at the end in any case.

    `owner` is said in its label. Raises PlatformFault when there is none to be had.
    """
    daemon = spares.take(limits) or isolation.start(limits, owner)
    try:
        daemon.belongs_to(owner)
        yield daemon
    finally:
        daemon.destroy()
        spares.refill_soon()


def fill_spares(number: int) -> None:
    """Keep `number` warm daemons in this process; 0 destroys them. Raises PlatformFault."""
    spares.fill(number)


def keep_temporary_files_apart() -> None:
    """Let this process's temporary files be where `reap` finds them when it was killed."""
    if settings.KEEPER:  # which has all that is worth it
        return
    tempfile.tempdir = str(owners.temporary_folder())


def reap() -> list[str]:
    """Destroy the daemons of processes that are gone, and return their names; where a keeper has them, it does that."""
    return [] if settings.KEEPER else reaping.reap()
