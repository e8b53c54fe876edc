"""The check of what the image is built on."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.kind import NO_IMAGE, Kind, require_truth
from grading.dockerfile import Stage
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from grading.references import DEFAULT_TAG, parse_reference
from grading.validation.sources import SCRATCH, complete_name
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec


class BaseImage(Kind):
    """The stage that becomes the image is built on one of the images asked for.

    A FROM that names another stage is followed to that stage's own base.

    - `allowed`: a list of images, all among the lab's `base_images`, which are also the default.
    - `tagged`: `true` to ask for a version in FROM as well: an image without a tag, or with `latest`, earns
      half.

    ```toml
    [[checks]]
    kind = "base-image"
    points = 20
    allowed = ["python:3.11-slim"]
    tagged = true
    ```
    """

    keys = ("allowed", "tagged")

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        allowed = parameters.get("allowed", [SCRATCH])
        if not isinstance(allowed, list | tuple) or not allowed:
            raise CheckError("allowed", instead(gettext("expected a list of images"), allowed))
        known = {complete_name(image) for image in lab.base_images} if lab else None
        for image in allowed:
            if not isinstance(image, str) or not complete_name(image):
                raise CheckError(
                    "allowed",
                    instead(gettext("expected images such as python:3.11-slim"), image),
                )
            if known is not None and "allowed" in parameters and complete_name(image) not in known:
                raise CheckError(
                    "allowed",
                    instead(gettext("expected only images of the lab's base_images"), image),
                )
        require_truth(parameters, "tagged")

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        stage = work.dockerfile.stage(work.target)
        if work.image is None or stage is None:
            return NO_IMAGE
        root = work.dockerfile.path(stage)[0]
        evidence = Evidence(line=root.line)
        allowed = list(parameters.get("allowed", work.lab.base_images))
        says: Mapping[str, str] = {"image": root.image, "allowed": ", ".join(allowed)}
        if complete_name(root.image) not in {complete_name(image) for image in allowed}:
            said = Message(_("The image is built on %(image)s; asked for: %(allowed)s."), says)
            return Finding(0.0, said, evidence)
        if parameters.get("tagged", False) and not _is_pinned(root):
            said = Message(
                _("The image is built on %(image)s, which names no version: write its tag too."), says
            )
            return Finding(0.5, said, evidence)
        return Finding(1.0, Message(_("The image is built on %(image)s."), says), evidence)


def _is_pinned(stage: Stage) -> bool:
    """Whether FROM says which version it wants; `stage` has one of the allowed images."""
    if stage.image == SCRATCH:
        return True
    reference = parse_reference(stage.image)
    return reference.digest is not None or reference.tag not in (None, DEFAULT_TAG)
