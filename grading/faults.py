"""Whose fault it is when something fails: the type says it."""

from __future__ import annotations

from typing import Any

from grading.messages import Message


class Fault(Exception):
    """Something failed. The message is one sentence: what is wrong, where, what was expected.

    `line` and `path` say where in the submission, when that is known.
    """

    whose = ""

    def __init__(self, text: str, *, line: int | None = None, path: str | None = None, **params: Any) -> None:
        self.message = Message(text, params)
        self.line = line
        self.path = path
        super().__init__(text)

    def __str__(self) -> str:
        return str(self.message)


class LearnerFault(Fault):
    """What the learner sent is wrong: said to the learner, graded or refused."""

    whose = "learner"


class LimitReached(LearnerFault):
    """The submission used up one of its limits; `limit` is seconds, memory, disk, pids, log, or, with packages,
    download, upload or connections.
    """

    def __init__(self, text: str, *, limit: str, **params: Any) -> None:
        super().__init__(text, **params)
        self.limit = limit


class LabFault(Fault):
    """The lab itself is wrong (its check, its reference solution): told to the instructor."""

    whose = "lab"


class PlatformFault(Fault):
    """Ours: retried, and never costs the learner an attempt or a point."""

    whose = "platform"


class EngineDown(PlatformFault):
    """The engine does not answer: nothing can be built until it is back, so that no try is used up."""
