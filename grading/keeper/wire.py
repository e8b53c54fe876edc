"""What is said over the keeper's socket: one JSON object a line, of plain data only.

A worker asks once: the lab, the files, the docker commands and whose it is. It is answered by any number of events and
then one result or one fault.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from grading.build import BuildStopped
from grading.facts import BuildResult
from grading.faults import EngineDown, Fault, LabFault, LimitReached, PlatformFault
from labs.spec import CheckSpec, LabSpec, LaterHint, Limits, RegistrySpec

MAX_LINE = 64 << 20  # bytes

_FAULTS: dict[str, type[Fault]] = {kind.__name__: kind for kind in (EngineDown, LabFault, PlatformFault)}


def line(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, default=str).encode() + b"\n"


def heard(text: bytes) -> dict[str, Any]:
    """The object that a line says; {} for the end of the stream. Raises ValueError for anything else."""
    if not text:
        return {}
    said = json.loads(text)
    if not isinstance(said, dict):
        raise ValueError("no object")
    return said


def lab_from(data: Mapping[str, Any]) -> LabSpec:
    """The lab that `dataclasses.asdict` made this of."""
    lists = ("editable", "base_images")
    return LabSpec(
        **{
            **data,
            **{name: tuple(data[name]) for name in lists},
            "limits": Limits(**data["limits"]),
            "checks": tuple(_check_from(check) for check in data["checks"]),
            "registry": RegistrySpec(**data["registry"]) if data["registry"] else None,
        }
    )


def _check_from(data: Mapping[str, Any]) -> CheckSpec:
    return CheckSpec(**{**data, "hints": tuple(LaterHint(**hint) for hint in data["hints"])})


def from_fault(fault: Fault) -> dict[str, Any]:
    """A fault as plain data. A learner's own is ours here: the worker had found nothing to refuse."""
    said: dict[str, Any] = {"message": fault.message.as_json(), "line": fault.line, "path": fault.path}
    if isinstance(fault, LimitReached):
        said["limit"] = fault.limit
        if isinstance(fault, BuildStopped):
            said["build"] = asdict(fault.build)
        return said
    said["type"] = next((name for name, kind in _FAULTS.items() if isinstance(fault, kind)), "PlatformFault")
    return said


def fault_from(data: Mapping[str, Any]) -> Fault:
    text, params = data["message"]["id"], data["message"]["params"]
    fault: Fault
    if "limit" in data:
        fault = LimitReached(text, limit=data["limit"], **params)
        if "build" in data:
            fault = BuildStopped(fault, BuildResult.from_json(data["build"]))
    else:
        fault = _FAULTS[data["type"]](text, **params)
    fault.line, fault.path = data["line"], data["path"]
    return fault
