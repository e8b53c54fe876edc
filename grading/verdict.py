"""What the pipeline says of one submission, before anything is stored or printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grading.facts import BuildResult, ImageFacts
from grading.faults import PlatformFault
from grading.messages import Message
from grading.models import State
from grading.outcome import Outcome


@dataclass
class Verdict:
    """`status` is the final state; `timings` are seconds by stage: queue, daemon, build, inspect, checks."""

    max_score: float
    status: State = State.FAILED
    fault: str | None = None
    limit: str | None = None  # which one was reached: seconds, memory, disk, pids or log
    error: Message | None = None
    error_path: str | None = None
    error_line: int | None = None  # of `error_path`, or of the Dockerfile when that is None
    outcomes: tuple[Outcome, ...] = ()
    build: BuildResult | None = None
    image: ImageFacts | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)  # of probes, by key
    timings: dict[str, float] = field(default_factory=dict)
    advisable: bool = False  # there are rewrites to be tried

    @property
    def score(self) -> float:
        return round(sum(outcome.points for outcome in self.outcomes), 2)

    def build_json(self) -> dict[str, Any] | None:
        if self.build is None:
            return None
        return {
            "ok": self.build.ok,
            "seconds": round(self.build.seconds, 3),
            "error": self.build.error and str(self.build.error),
            "error_line": self.build.error_line,
            "cached_steps": self.build.cached_steps,
        }

    def image_json(self) -> dict[str, Any] | None:
        if self.image is None:
            return None
        facts = self.image.as_json()
        keys = ("id", "size", "tags", "base_size", "efficiency", "wasted_bytes", "layers")
        return {key: facts[key] for key in keys}

    def as_json(self, lab: str) -> dict[str, Any]:
        """The contract of `manage.py grade --json`."""
        return {
            "lab": lab,
            "status": str(self.status),
            "fault": self.fault,
            "limit": self.limit,
            "score": self.score,
            "max_score": self.max_score,
            "error": self.error and str(self.error),
            "error_path": self.error_path,
            "error_line": self.error_line,
            "checks": [
                {
                    "kind": outcome.kind,
                    "passed": outcome.passed,
                    "points": outcome.points,
                    "max_points": outcome.max_points,
                    "fault": PlatformFault.whose if outcome.ours else None,
                    "message": str(outcome.message),
                    "evidence": outcome.evidence.as_json(),
                }
                for outcome in self.outcomes
            ],
            "build": self.build_json(),
            "image": self.image_json(),
            "timings": {
                stage: round(self.timings.get(stage, 0.0), 3)
                for stage in ("queue", "daemon", "build", "inspect", "checks")
            },
        }
