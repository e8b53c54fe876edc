"""BuildKit's events -> the steps and the log of a build, told live and kept."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from grading.build.log import KEPT, Lines, Log, plain
from grading.build.rawjson import Event, Vertex
from grading.build.step_lines import is_from, line_of
from grading.build.watch import NO_SPACE
from grading.dockerfile import Dockerfile
from grading.facts import Step

FLUSH_SECONDS = 0.1
MAX_STEPS = 2000

_DIGEST = re.compile(r"(?<=\S)@sha256:[0-9a-f]{64}$")  # of a FROM: says nothing to a reader
_NO_NETWORK = re.compile(
    "temporary failure (?:in name resolution|resolving)|could not resolve host"
    "|unable to resolve host|bad address '|EAI_AGAIN|network is unreachable",
    re.IGNORECASE,
)

Publish = Callable[[dict[str, Any]], None]


@dataclass
class _Running:
    """A vertex that is shown as a step."""

    step: Step
    lines: Lines = field(default_factory=Lines)
    started: float | None = None
    completed: float | None = None
    headed: bool = False


class Steps:
    """The steps of one submission, over all its builds. `publish` is told of each change, of output ten times
    a second.

    Output is indented in the log, so that nothing a step prints can pass for a line of ours.
    """

    def __init__(self, publish: Publish) -> None:
        self.log = Log()
        self.ran_out_of_space = False  # a step said so; whoever believes it looks at the disk
        self.wanted_network = False  # a step of the present command said that it has none
        self._publish = publish
        self._shown: list[_Running] = []
        self._by_digest: dict[str, _Running] = {}
        self._dockerfile: Dockerfile | None = None
        self._heading = 0
        self._began: float | None = None  # by BuildKit's clock
        self._pending: list[str] = []
        self._pending_step = 0
        self._flushed = 0.0
        self._live_left = KEPT

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(one.step for one in self._shown)

    @property
    def stopped_at(self) -> int | None:
        """The Dockerfile's line of the first step that did not come to its end, None when all did."""
        return next((step.line for step in self.steps if step.status not in ("done", "cached")), None)

    def start(self, title: str, dockerfile: Dockerfile | None) -> None:
        """A new command begins; `dockerfile` says where its steps are written."""
        self._by_digest = {}
        self._dockerfile = dockerfile
        self._heading = 0
        self._began = None
        self.wanted_network = False
        self.say(title)

    def take(self, event: Event) -> None:
        if isinstance(event, Vertex):
            self._vertex(event)
        elif event.vertex in self._by_digest:
            running = self._by_digest[event.vertex]
            self._output(running, running.lines.feed(event.data))

    def say(self, line: str) -> None:
        """Put a line of ours in the log."""
        self.log.add(line)
        self._tell(0, line)

    def show(self, lines: list[str]) -> None:
        """Put in the log what a command without steps printed, plain lines."""
        for line in lines:
            self.ran_out_of_space = self.ran_out_of_space or NO_SPACE.search(line) is not None
            self.log.add(f"  {line}")
            self._tell(0, f"  {line}")
        self.flush()

    def fail(self, reason: str) -> None:
        """Put the reason of a failure at the end of the log, all of its lines on one."""
        self.ran_out_of_space = self.ran_out_of_space or NO_SPACE.search(reason) is not None
        self.say(f"ERROR: {plain(' '.join(reason.split()))}")
        self._flush()

    def flush(self) -> None:
        """Publish the output that waits, if it waited long enough."""
        if self._pending and time.monotonic() - self._flushed >= FLUSH_SECONDS:
            self._flush()

    def end(self) -> None:
        """The command has ended, and what still ran with it."""
        for running in self._by_digest.values():
            self._output(running, running.lines.close())
            if running.step.status == "running":
                self._change(running, "cancelled")
        self._flush()

    def _vertex(self, vertex: Vertex) -> None:
        running = self._by_digest.get(vertex.digest)
        if running is None:
            hidden = vertex.name.startswith("[internal]") and not vertex.error
            if vertex.started is None or hidden or len(self._shown) >= MAX_STEPS:
                return
            line = line_of(vertex.name, self._dockerfile) if self._dockerfile else None
            shown = plain(" ".join(vertex.name.split()))  # a RUN is named for what it was written with
            name = _DIGEST.sub("", shown).replace("FROM docker.io/library/", "FROM ", 1)
            self._began = vertex.started if self._began is None else self._began
            running = _Running(Step(len(self._shown) + 1, name, line, started=self._since(vertex.started)))
            self._by_digest[vertex.digest] = running
            self._shown.append(running)
            if vertex.completed is None:
                self._tell_step(running.step)
        self._clock(running, vertex)
        if vertex.completed is None:
            return
        self._output(running, running.lines.close())
        if vertex.error:
            self._change(running, "cancelled" if vertex.error.startswith("context canceled") else "error")
        else:
            # A base image is always here: whether BuildKit calls its FROM cached says nothing of the build.
            self._change(running, "cached" if vertex.cached and not is_from(vertex.name) else "done")

    def _since(self, moment: float) -> float:
        return round(max(0.0, moment - (self._began or moment)), 3)

    def _clock(self, running: _Running, vertex: Vertex) -> None:
        """BuildKit may run a vertex in several parts: it took from the first start to the last end."""
        started = [time for time in (running.started, vertex.started) if time is not None]
        completed = [time for time in (running.completed, vertex.completed) if time is not None]
        running.started = min(started, default=None)
        running.completed = max(completed, default=None)
        if running.started is not None:
            running.step = replace(running.step, started=self._since(running.started))
        if running.started is not None and running.completed is not None:
            seconds = max(0.0, running.completed - running.started)
            running.step = replace(running.step, seconds=round(seconds, 3))

    def _change(self, running: _Running, status: str) -> None:
        if running.step.status == status:
            return
        running.step = replace(running.step, status=status)
        if status in ("cached", "error"):
            self._head(running, f"{status.upper()} {running.step.name}")
        elif not running.headed:
            self._head(running, running.step.name)
        self._tell_step(running.step)

    def _tell_step(self, step: Step) -> None:
        self._flush()
        self._publish({"type": "step", **asdict(step)})

    def _output(self, running: _Running, lines: list[str]) -> None:
        if not lines:
            return
        if self._heading != running.step.id:
            self._head(running, running.step.name)
        for line in lines:
            self.ran_out_of_space = self.ran_out_of_space or NO_SPACE.search(line) is not None
            self.wanted_network = self.wanted_network or _NO_NETWORK.search(line) is not None
            self.log.add(f"  {line}")
            self._tell(running.step.id, line)
        self.flush()

    def _head(self, running: _Running, text: str) -> None:
        self._heading = running.step.id
        running.headed = True
        self.log.add(" ".join(text.split()))

    def _tell(self, step: int, line: str) -> None:
        if self._live_left < 0:
            return
        if step != self._pending_step:
            self._flush()
        self._live_left -= len(line.encode()) + 1
        self._pending_step = step
        self._pending.append(line if self._live_left >= 0 else "[…]")

    def _flush(self) -> None:
        if self._pending:
            text = "\n".join([*self._pending, ""])
            self._pending = []
            self._flushed = time.monotonic()
            self._publish({"type": "log", "step": self._pending_step, "text": text})
