"""Stages of a Dockerfile that no build needs: BuildKit leaves them out without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext

from grading.commands import BuildCommand
from grading.dockerfile import Dockerfile
from grading.validation import lineage


def unused(dockerfile: Dockerfile, builds: Iterable[BuildCommand]) -> Iterator[tuple[int, str]]:
    """The line of each stage that none of these builds of the Dockerfile is made of, and what to say of it."""
    needed = lineage.needed(dockerfile, (build.target for build in builds))
    for stage in dockerfile.stages:
        if needed and stage.index not in needed:
            yield stage.line, gettext("The image takes nothing from this stage: it is not built.")
