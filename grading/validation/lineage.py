"""Which stages of a Dockerfile an image is made of."""

from __future__ import annotations

from collections.abc import Iterable

from grading.dockerfile import Dockerfile, Stage
from grading.validation import run_flags


def taken_from(dockerfile: Dockerfile, stage: Stage) -> list[Stage]:
    """The stages that files of this one are copied or mounted from."""
    names: list[str] = []
    for one in dockerfile.instructions:
        if one.stage == stage.index:
            names += one.flags.get("from", ())
            names += run_flags.mount_sources(one) if one.name == "RUN" else ()
    found = (dockerfile.source(name, stage.index) for name in names)
    return [source for source in found if source is not None]


def needed(dockerfile: Dockerfile, targets: Iterable[str | None]) -> frozenset[int]:
    """The numbers of the stages that builds of these targets are made of: BuildKit leaves out the others."""
    stages = [dockerfile.stage(target) for target in targets]
    return frozenset(one.index for stage in stages if stage for one in stages_of(dockerfile, stage))


def stages_of(dockerfile: Dockerfile, stage: Stage) -> list[Stage]:
    """The stage and all that it is made of: what it is built on, what files are taken from, and so on."""
    found: dict[int, Stage] = {}
    waiting = [stage]
    while waiting:
        one = waiting.pop()
        if one.index not in found:
            found[one.index] = one
            waiting += taken_from(dockerfile, one)
            waiting += [dockerfile.stages[one.parent]] if one.parent is not None else []
    return [found[index] for index in sorted(found)]
