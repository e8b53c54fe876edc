"""Which line of the Dockerfile a step of the build comes from, told by how BuildKit calls it."""

from __future__ import annotations

import re

from grading.dockerfile import Dockerfile, Instruction

_NAME = re.compile(
    r"\[(?:(?P<stage>[^\]]*) )? *(?P<index>\d{1,5})/(?P<total>\d{1,5})\] (?P<name>\w+)", re.ASCII
)


def is_from(name: str) -> bool:
    """Whether a step is a FROM."""
    match = _NAME.match(name)
    return match is not None and match["name"] == "FROM"


def line_of(name: str, dockerfile: Dockerfile) -> int | None:
    """The line of the instruction that a step is called after ("[builder 2/4] RUN make"); None when none
    fits.
    """
    match = _NAME.match(name)
    if match is None:
        return None
    index, total = int(match["index"]), int(match["total"])
    words = (match["stage"] or "").split()  # a platform may stand before the stage
    for stage in dockerfile.stages:
        called = stage.name or f"stage-{stage.index}"
        if len(dockerfile.stages) > 1 and (not words or words[-1].lower() != called):
            continue
        counted = _counted(dockerfile, stage.index)
        # From the end too, because triggers of the base image (ONBUILD) are counted before the stage's own.
        for place in (index - 1, len(counted) - 1 - (total - index)):
            if 0 <= place < len(counted) and counted[place].name == match["name"].upper():
                return counted[place].line
    return None


def _counted(dockerfile: Dockerfile, stage: int) -> list[Instruction]:
    """The instructions of a stage that BuildKit counts as steps; FROM only where it brings in an image."""
    found = dockerfile.stages[stage]
    brings_image = found.parent is None and found.image.lower() != "scratch"
    names = {"ADD", "COPY", "RUN", "WORKDIR"} | ({"FROM"} if brings_image else set())
    return [one for one in dockerfile.instructions if one.stage == stage and one.name in names]
