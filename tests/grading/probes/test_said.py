"""What goes on while checks run is said in the workbench, for every probe there is."""

from __future__ import annotations

import grading.checks  # noqa: F401  every kind, and with them their probes
from grading.probes import Probe
from labs.strings import strings


def test_every_probe_has_its_sentence() -> None:
    probes = {one.__name__ for one in Probe.__subclasses__() if one.__module__.startswith("grading.")}
    assert probes
    assert {f"asking_{name}" for name in probes} <= strings().keys()
