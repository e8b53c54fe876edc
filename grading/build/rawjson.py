"""BuildKit's events, as `buildx build --progress=rawjson` prints them: bytes in, typed events out.

What is read belongs to the learner's daemon: every size is bounded, every type is checked, and what does not
fit is left out. Only the structure of an event says what a step does, never the text that a step printed.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

MAX_EVENT = 8 << 20
MAX_TAIL = 256 << 10


@dataclass(frozen=True, slots=True)
class Vertex:
    """One node of the build graph as one event shows it; times are seconds since the epoch."""

    digest: str
    name: str
    started: float | None = None
    completed: float | None = None
    cached: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """Bytes that the process of a vertex wrote."""

    vertex: str
    data: bytes


Event = Vertex | Output


@dataclass
class Reader:
    """Takes the stream in pieces. `tail` keeps the text after the events: how buildx words a failure."""

    tail: bytearray = field(default_factory=bytearray)
    _line: bytearray = field(default_factory=bytearray)
    _event: list[bytes] = field(default_factory=list)
    _event_size: int = 0
    _skipping: bool = False
    _ended: bool = False

    def feed(self, data: bytes) -> Iterator[Event]:
        """Events that `data` completes. A line or an event that is too long is dropped, not kept."""
        *ends, rest = data.split(b"\n")
        for end in ends:
            line, skipped = bytes(self._line) + end, self._skipping
            self._line.clear()
            self._skipping = False
            if not skipped:
                yield from self._take(line)
        if not self._skipping:
            self._line += rest
            if len(self._line) > MAX_EVENT:
                self._line.clear()
                self._skipping = True

    def close(self) -> Iterator[Event]:
        """What a last line without an end of line holds."""
        if self._line:
            yield from self.feed(b"\n")

    def _take(self, line: bytes) -> Iterator[Event]:
        # An event is either one line, or lines from "{" to "}" alone: JSON text itself holds no raw end of
        # line. After "ERROR: " comes a text that may quote the Dockerfile: nothing in it is an event.
        self._ended = self._ended or (not self._event and line.startswith(b"ERROR: "))
        if self._ended or (not self._event and not line.startswith(b"{")):
            self.tail += line[:MAX_TAIL] + b"\n"
            del self.tail[MAX_TAIL:]
            return
        self._event.append(line)
        self._event_size += len(line)
        if self._event_size > MAX_EVENT:
            self._event, self._event_size = [], 0
        elif line == b"}" or (len(self._event) == 1 and line.endswith(b"}")):
            text = b"".join(self._event)
            self._event, self._event_size = [], 0
            yield from _events(text)


def _events(text: bytes) -> Iterator[Event]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(data, dict):
        return
    for item in _objects(data.get("vertexes")):
        digest = _text(item.get("digest"))
        if digest:
            yield Vertex(
                digest,
                _text(item.get("name"))[:2000],
                _time(item.get("started")),
                _time(item.get("completed")),
                item.get("cached") is True,
                _text(item.get("error"))[:4000],
            )
    for item in _objects(data.get("logs")):
        try:
            content = base64.b64decode(_text(item.get("data")), validate=True)
        except (binascii.Error, ValueError):
            continue
        yield Output(_text(item.get("vertex")), content)


def _objects(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    """Without halves of characters (surrogates), which JSON can hold and nothing can store."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _time(value: object) -> float | None:
    try:
        # Nanoseconds are more digits than fromisoformat takes, and a date far away is no time of ours.
        return datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*", r"\1", _text(value)[:40])).timestamp()
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Failure:
    """How buildx words a failure: the reason in one piece, and the line of the Dockerfile it points at."""

    reason: str
    line: int | None


def failure(tail: bytes) -> Failure:
    """Read the text that buildx prints after the events of a failed build.

    It shows the lines of the Dockerfile around the error, each with a number in front, then "ERROR: …".
    """
    text = tail.decode("utf-8", "replace")
    shown, error, reason = ("\n" + text).partition("\nERROR: ")
    if not error:
        return Failure(text.strip()[-2000:], None)
    where = re.match(r"\n*\S*:(\d{1,6})\n-{20}\n", shown)
    reason = reason.strip().removeprefix("failed to solve: ")
    return Failure(reason[:2000], int(where[1]) if where else None)
