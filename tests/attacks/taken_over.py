"""Runs a program inside a daemon's container as an attacker who took the daemon over would."""

from __future__ import annotations

from grading.daemon import Daemon
from tests.attacks.aftermath import Bait
from tests.attacks.cases import Case


def run(daemon: Daemon, case: Case, bait: Bait) -> str:
    """What the case's probe printed."""
    raise NotImplementedError
