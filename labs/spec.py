"""A lab as plain frozen data: what is read from its folder or its rows, and what grading works from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use: `seconds` of wall time from daemon to last check, `memory` and `disk` in bytes."""

    seconds: int = 120
    memory: int = 1 << 30
    disk: int = 2 << 30
    cpus: float = 2.0
    pids: int = 512


@dataclass(frozen=True, slots=True)
class LaterHint:
    """A hint shown from the learner's attempt number `after` (from 1) on."""

    after: int
    text: str


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """One thing a lab asks for; the meaning of `parameters` belongs to the kind.

    `hint` is shown at once when it does not give all points, `hints` later; `title` instead of the kind's name.
    """

    kind: str
    points: float
    parameters: Mapping[str, Any] = field(default_factory=dict)
    hint: str = ""
    hints: tuple[LaterHint, ...] = ()
    title: str | None = None


@dataclass(frozen=True, slots=True)
class RegistrySpec:
    """A lab's registry, localhost:5000: who may log in, and the file of the starter that says the password."""

    user: str
    password_file: str


@dataclass(frozen=True, slots=True)
class LabSpec:
    """A whole lab. Files map a name relative to the build context to its text."""

    slug: str
    title: str
    summary: str
    brief: str
    editable: tuple[str, ...]
    base_images: tuple[str, ...]
    network: str
    commands: str
    limits: Limits
    checks: tuple[CheckSpec, ...]
    starter: Mapping[str, str]
    solution: Mapping[str, str]
    solution_commands: str
    pass_percent: int = 60
    show_rewrites: bool = False  # of the learner's Dockerfile, with the advice that they led to
    ranking: bool = False  # an anonymous one by image size, of those who passed
    registry: RegistrySpec | None = None

    @property
    def registry_password(self) -> str:
        """What the registry's password file says; empty without one."""
        written = self.starter.get(self.registry.password_file, "") if self.registry else ""
        return written.strip("\r\n")

    @property
    def max_score(self) -> float:
        return sum(check.points for check in self.checks)
