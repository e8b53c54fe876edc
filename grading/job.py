"""One thing to judge: what was sent for which lab, whose its daemon is, and who is told how it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from grading.outcome import Advised
from grading.stages import Publish, Timings, silent
from labs.spec import LabSpec

Advise = Callable[[Sequence[int], float], Advised]


@dataclass(frozen=True)
class Job:
    """`files` and `commands` as they were sent, not checked yet.

    `owner` is said in the daemon's label; the daemon lives until `life` closes, so that whoever waits for the
    verdict need not wait for its end. `publish` hears each stage, step and line; `timings` has seconds by stage.
    `attempt` says which of the learner's attempts at the lab it is, from 1. Once an image was built, `afterwards` has
    who may give advice while `life` is open: the positions of the lab's checks that lost points, and so many seconds.
    """

    lab: LabSpec
    files: Mapping[str, str | bytes]
    commands: str
    owner: str
    life: ExitStack
    publish: Publish = silent
    timings: Timings = field(default_factory=dict)
    attempt: int = 1
    afterwards: list[Advise] = field(default_factory=list)
