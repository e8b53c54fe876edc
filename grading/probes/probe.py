"""A question that only a living daemon can answer, and what it is asked with."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:  # who judges answers needs neither a daemon nor Docker
    from grading.daemon import Daemon
    from grading.egress import Relay
    from grading.facts import BuildResult, ImageFacts
    from grading.stages import Publish
    from grading.validation import ValidSubmission
    from labs.spec import LabSpec

Answer = Mapping[str, Any]  # plain data, as JSON has it


@dataclass(frozen=True)
class Live:
    """One built submission whose daemon still lives. `deadline` is a time of time.monotonic()."""

    lab: LabSpec
    daemon: Daemon
    valid: ValidSubmission
    build: BuildResult
    image: ImageFacts | None
    deadline: float
    packages: Relay | None
    publish: Publish


class Probe(ABC):
    """Each kind of question is a frozen dataclass of plain data: equal ones are asked once, and their answers kept."""

    needs_image: ClassVar[bool] = True  # otherwise it is asked also when none was built

    @property
    def key(self) -> str:
        """What the answer is kept under."""
        return f"{type(self).__name__} {json.dumps(asdict(self), sort_keys=True)}"  # type: ignore[call-overload]

    @abstractmethod
    def ask(self, live: Live) -> Answer:
        """Find out. Raises LimitReached when the submission used up what it has, PlatformFault when we failed."""
