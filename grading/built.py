"""What a submission's files and commands became."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from grading.facts import VERSION, BuildResult, ImageFacts
from grading.outcome import Work
from grading.tree import Tree
from labs.spec import LabSpec

if TYPE_CHECKING:
    from grading.models import Submission
    from grading.validation import ValidSubmission


class TooOld(LookupError):
    """An earlier version stored less of a submission than is asked for now: only another build can tell."""


@dataclass(frozen=True)
class Built:
    """`image` is None when no image was built; `answers` are those of the lab's probes, by key."""

    build: BuildResult
    image: ImageFacts | None
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        tree = self.image and self.image.tree
        return {
            "build": asdict(self.build),
            "image": self.image and self.image.as_json(),
            "tree": base64.b64encode(tree.packed()).decode() if tree else None,
            "answers": dict(self.answers),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Built:
        image = data["image"]
        tree = Tree.unpacked(base64.b64decode(data["tree"])) if data["tree"] else None
        return cls(
            BuildResult.from_json(data["build"]),
            ImageFacts.from_json(image, tree) if image else None,
            data["answers"],
        )

    @classmethod
    def stored(cls, submission: Submission) -> Built:
        """What a submission became when it was built, from its row. Raises TooOld."""
        build, image = submission.build, submission.image
        if build is None or "tags" not in build or (image and image.get("version") != VERSION):
            raise TooOld
        return cls(
            BuildResult.from_json({**build, "steps": submission.steps, "log": submission.log}),
            submission.facts(),
            submission.answers,
        )

    def work(self, lab: LabSpec, valid: ValidSubmission, reference: ImageFacts | None) -> Work:
        """All that the lab's checks are given."""
        return Work(
            lab=lab,
            dockerfile=valid.dockerfile,
            build=self.build,
            image=self.image,
            reference=reference,
            target=valid.target,
            files=valid.files,
            answers=self.answers,
            dockerfile_name=valid.last_build.dockerfile,
        )
