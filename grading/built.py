"""What a submission's files and commands became."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from grading.facts import BuildResult, ImageFacts
from grading.tree import Tree


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
