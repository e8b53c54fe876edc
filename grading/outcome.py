"""What a check is given and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from grading import probes
from grading.dockerfile import Dockerfile
from grading.facts import BuildResult, ImageFacts
from grading.faults import PlatformFault
from grading.messages import Message
from grading.probes import Answer, Answers, Probe
from grading.tree import Tree
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
    `target` is the stage that the last build asked for with `--target`; None for the last one. `files` are all that
    lay in the folder of the build, `dockerfile_name` the one it was given, `answers` what probes found out, by key.
    """

    lab: LabSpec
    dockerfile: Dockerfile
    build: BuildResult
    image: ImageFacts | None
    reference: ImageFacts | None
    target: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    dockerfile_name: str = "Dockerfile"

    @property
    def tree(self) -> Tree:
        """The files of the image, which there must be. Raises Unanswered when they were not kept."""
        if self.image is None or self.image.tree is None:
            raise Unanswered("the files of the image")
        return self.image.tree

    def answer(self, probe: Probe) -> Answer:
        """What the probe found out. Raises Unanswered when it was never asked, PlatformFault when we failed at it."""
        found = self.answers.get(probe.key)
        if found is None:
            raise Unanswered(probe.key)
        failed = probes.ours(found)
        if failed is not None:
            raise PlatformFault(failed.id, **failed.params)
        return found


class Unanswered(LookupError):
    """What was not asked or kept when the submission was built: only another build can answer it."""


@dataclass(frozen=True)
class Finding:
    """A check's answer: the `fraction` (0 to 1) of its points that was earned, why, and where.

    `ours` says that the check failed on our side: it does not count. `looked` is false where there was nothing to
    look at: a hint would tell of what was not even seen.
    """

    fraction: float
    message: Message
    evidence: Evidence = Evidence()
    ours: bool = False
    looked: bool = True


@dataclass(frozen=True)
class Outcome:
    """A finding turned into points; nothing can be earned where the check failed on our side.

    `hint` is what the attempt released, `next_hint` after how many more attempts another comes.
    """

    kind: str
    points: float
    max_points: float
    message: Message
    evidence: Evidence = Evidence()
    hint: str = ""
    ours: bool = False
    next_hint: int | None = None
    title: str = ""  # what the lab calls the check; empty for the kind's name

    @property
    def passed(self) -> bool:
        return self.points >= self.max_points and not self.ours


@dataclass(frozen=True)
class Advice:
    """What a rewrite brought, and the line of the learner's Dockerfile that it is about. `path` and `text` are the
    rewritten file; empty where the lab does not show it.
    """

    message: Message
    line: int
    path: str = ""
    text: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Advice:
        return cls(**{**data, "message": Message.from_json(data["message"])})


@dataclass(frozen=True)
class Advised:
    """What helped, of so many rewrites that were `tried` to the end."""

    found: Sequence[Advice] = ()
    tried: int = 0


Parameters = Mapping[str, Any]
