"""Instructions as authors name them: `{name = "RUN", matching = "pip (install|sync)", called = "RUN pip install"}`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from grading.checks import pattern
from grading.checks.kind import require_table
from grading.dockerfile import Instruction
from grading.dockerfile.unknown import NAMES
from grading.outcome import Parameters
from labs.checkkinds import CheckError
from labs.instead import instead

KEYS = ("name", "matching", "called")
MAX_MATCHED = 4096  # characters of an instruction that an expression is tried on


def fits(instruction: Instruction, wanted: Parameters) -> bool:
    """Whether it has the name, and its arguments hold what the expression, if there is one, looks for."""
    return instruction.name == wanted["name"] and (
        "matching" not in wanted or pattern.found(wanted["matching"], _arguments(instruction))
    )


def what(wanted: Parameters) -> str:
    """As people are told: in the author's words, if there are any."""
    if "called" in wanted:
        return str(wanted["called"])
    return f"{wanted['name']} {wanted['matching']}" if "matching" in wanted else str(wanted["name"])


def require_wanted(wanted: Parameters, where: str = "") -> None:
    """CheckError, whose key begins with `where`, unless an instruction is named rightly."""
    if wanted.get("name") not in NAMES:
        raise CheckError(
            f"{where}name",
            instead(gettext("expected an instruction such as COPY"), wanted.get("name")),
        )
    pattern.require_expression(wanted.get("matching", ""), f"{where}matching")
    called = wanted.get("called", "it")
    if not isinstance(called, str) or not called.strip():
        raise CheckError(f"{where}called", instead(gettext("expected a text"), called))


def require_wanted_table(value: Any, key: str) -> None:
    """The same of a table that holds nothing else."""
    require_table(value, key, KEYS)
    require_wanted(value, f"{key}.")


def _arguments(instruction: Instruction) -> str:
    flags = [f"--{name}={value}" for name, values in instruction.flags.items() for value in values]
    return " ".join([*flags, instruction.value, *instruction.heredocs])[:MAX_MATCHED]
