"""The options of RUN: mounts, and what would loosen the isolation of a step."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from grading.dockerfile import Instruction
from grading.faults import LearnerFault

_CREDENTIALS = ("secret", "ssh")
# What --security and --network may be: the same as without them.
_HARMLESS = {"security": ("", "sandbox"), "network": ("", "none", "default"), "device": ()}


def problems(instruction: Instruction) -> Iterator[LearnerFault]:
    """Faults for mounts of secrets and of an SSH agent, devices, privileges and networks."""
    for mount in instruction.flags.get("mount", ()):
        if _fields(mount) is None:
            yield LearnerFault(
                _(
                    "--mount=%(mount)s cannot be read: expected fields such as type=cache,target=/root/.cache."
                ),
                line=instruction.line,
                mount=mount,
            )
    for kind in _mount_values(instruction, "type"):
        if "$" in kind:
            yield LearnerFault(
                _("--mount type=%(kind)s cannot use a variable: name the type itself."),
                line=instruction.line,
                kind=kind,
            )
        elif kind.strip().lower() in _CREDENTIALS:
            yield LearnerFault(
                _("--mount type=%(kind)s is not allowed: builds here have neither secrets nor an SSH agent."),
                line=instruction.line,
                kind=kind,
            )
    for option, harmless in _HARMLESS.items():
        for value in instruction.flags.get(option, ()):
            if value not in harmless:
                yield LearnerFault(
                    _("RUN %(option)s=%(value)s is not allowed: builds run isolated here."),
                    line=instruction.line,
                    option=f"--{option}",
                    value=value,
                )


def mount_sources(instruction: Instruction) -> list[str]:
    """The stages or images that its mounts take files from."""
    return _mount_values(instruction, "from")


def _mount_values(instruction: Instruction, name: str) -> list[str]:
    """What its mounts say for `name`, among comma-separated fields that may be quoted as in CSV."""
    found = []
    for mount in instruction.flags.get("mount", ()):
        pairs = (field.partition("=") for field in _fields(mount) or ())
        found += [value for key, _equals, value in pairs if key.strip().lower() == name]
    return found


def _fields(mount: str) -> list[str] | None:
    """None for what is no line of CSV, as with a carriage return in it, which BuildKit would read."""
    try:
        return next(csv.reader([mount]), [])
    except csv.Error:
        return None
