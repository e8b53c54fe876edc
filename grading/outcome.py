"""What a check is given and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from grading.dockerfile import Dockerfile
from grading.facts import BuildResult, ImageFacts
from grading.messages import Message
from labs.spec import LabSpec


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a check saw it: a Dockerfile line (from 1), a layer's index (from 0), a file in the image."""

    line: int | None = None
    layer: int | None = None
    path: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Work:
    """One built submission, as checks see it. `image` is None when no image was built.

    `reference` is the lab's own solution measured on this installation; None when no check needs it.
    `target` is the stage that the last build asked for with `--target`; None for the last one.
    """

    lab: LabSpec
    dockerfile: Dockerfile
    build: BuildResult
    image: ImageFacts | None
    reference: ImageFacts | None
    target: str | None = None


@dataclass(frozen=True)
class Finding:
    """A check's answer: the `fraction` (0 to 1) of its points that was earned, why, and where."""

    fraction: float
    message: Message
    evidence: Evidence = Evidence()


@dataclass(frozen=True)
class Outcome:
    """A finding turned into points."""

    kind: str
    points: float
    max_points: float
    message: Message
    evidence: Evidence = Evidence()
    hint: str = ""

    @property
    def passed(self) -> bool:
        return self.points >= self.max_points


Parameters = Mapping[str, Any]
