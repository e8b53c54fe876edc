"""What each line of a Dockerfile cost in a build, for the gutter beside it; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grading.facts import ImageFacts, Step
from grading.lastbuild import LastBuild

BUILT = ("done", "cached", "error")


@dataclass(slots=True)
class LineCost:
    """`bytes` are those of the layers that the line made of the finished image, None for a line that made none (of a
    stage that is left behind, say); `seconds` its steps took; `cached` when none of them ran. `base` when its bytes are
    the base image's: no line of the learner's is measured beside them.
    """

    line: int
    bytes: int | None = None
    seconds: float = 0.0
    cached: bool = False
    base: bool = False


def line_costs(steps: Sequence[Step], image: ImageFacts | None, build: LastBuild) -> list[LineCost]:
    """By line, for those that a step or a layer belongs to. The base image's bytes are those of its FROM."""
    costs: dict[int, LineCost] = {}
    of_line: dict[int, list[Step]] = {}
    for step in steps:
        if step.line is not None and step.status in BUILT:
            of_line.setdefault(step.line, []).append(step)
    for line, made in of_line.items():
        seconds = round(sum(step.seconds for step in made), 3)
        costs[line] = LineCost(line, None, seconds, all(step.status == "cached" for step in made))
    for layer in image.layers if image else ():
        if layer.line is not None:
            cost = costs.setdefault(layer.line, LineCost(layer.line))
            cost.bytes = (cost.bytes or 0) + layer.size
    # Not asked of the steps: of two FROM that name the same image, BuildKit shows one.
    if image and (path := build.stages):
        base = path[0].line
        cost = costs.setdefault(base, LineCost(base))
        cost.bytes, cost.base = image.base_size, True
    return [costs[line] for line in sorted(costs)]
