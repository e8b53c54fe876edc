"""What hadolint finds in the Dockerfile that the image was built from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

from grading.lint import lint
from grading.probes.probe import Answer, Live, Probe


@dataclass(frozen=True)
class Lint(Probe):
    """`violations`: everything found, whatever a check makes of it. It does not touch the daemon."""

    needs_image: ClassVar[bool] = False

    def ask(self, live: Live) -> Answer:
        text = live.valid.files[live.valid.last_build.dockerfile]
        return {"violations": [asdict(one) for one in lint(text)]}
