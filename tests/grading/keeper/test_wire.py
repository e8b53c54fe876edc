from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

from grading.build import BuildStopped
from grading.facts import BuildResult, Step
from grading.faults import EngineDown, Fault, LabFault, LearnerFault, LimitReached, PlatformFault
from grading.keeper import wire
from grading.messages import Message
from labs.models import Lab
from labs.spec import LaterHint


def over_the_wire(fault: Fault) -> Fault:
    return wire.fault_from(wire.heard(wire.line(wire.from_fault(fault))))


@pytest.mark.parametrize("kind", [PlatformFault, EngineDown, LabFault])
def test_a_fault_arrives_as_it_was(kind: type[Fault]) -> None:
    fault = over_the_wire(kind("A %(b)s.", b="c", line=3, path="Dockerfile"))
    assert type(fault) is kind
    assert (str(fault), fault.line, fault.path) == ("A c.", 3, "Dockerfile")


def test_a_fault_that_no_learner_can_have_there_is_ours() -> None:
    assert type(over_the_wire(LearnerFault("No."))) is PlatformFault


def test_a_reached_limit_arrives_with_the_build_it_ended() -> None:
    reached = LimitReached("At most %(n)d.", limit="pids", n=2)
    build = BuildResult(False, 1.5, Message("No %(a)s.", {"a": "b"}), 4, (Step(1, "RUN x", 4),), "log")
    fault = over_the_wire(BuildStopped(reached, build))
    assert isinstance(fault, BuildStopped)
    assert (str(fault), fault.limit, fault.line, fault.build) == ("At most 2.", "pids", 4, build)
    assert type(over_the_wire(reached)) is LimitReached


@pytest.mark.parametrize("registry", ["", "student"])
def test_a_lab_arrives_as_it_was(lab: Lab, registry: str) -> None:
    lab.registry_user = registry
    spec = lab.spec()
    spec = replace(spec, checks=(replace(spec.checks[0], hints=(LaterHint(2, "More."),)), *spec.checks[1:]))
    assert (spec.registry is not None) == bool(registry)
    assert wire.lab_from(json.loads(json.dumps(asdict(spec)))) == spec


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match="no object"):
        wire.heard(b"[]\n")
