"""The log that is kept of a build: plain text of bounded size, without anything a terminal or a page would
obey.
"""

from __future__ import annotations

import re
from collections import deque

KEPT = 1 << 20
HEAD = KEPT // 4
MAX_LINE = 4096

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?"  # OSC and other strings
    r"|\x1b[ -/]*[0-~]?"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
# Control codes, and the characters that turn the direction of the text around.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def plain(line: str) -> str:
    """One line as it would be seen: a progress bar's last state, no escapes, no control codes."""
    if line.isprintable():
        return line
    line = _ESCAPES.sub("", line.rstrip("\r"))
    return _CONTROLS.sub("", line.rpartition("\r")[2])


class Lines:
    """Cuts the output of one step into plain lines, whatever pieces it comes in."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        *lines, rest = (self._rest + data).split(b"\n")
        if len(rest) > MAX_LINE:
            # Of a bar that redraws itself only the last state counts; any other long line is cut where it is.
            rest = rest.rpartition(b"\r")[2]
        while len(rest) > MAX_LINE:
            lines.append(rest[:MAX_LINE])
            rest = rest[MAX_LINE:]
        self._rest = rest
        return [plain(line.decode("utf-8", "replace")) for line in lines]

    def close(self) -> list[str]:
        rest, self._rest = self._rest, b""
        return [plain(rest.decode("utf-8", "replace"))] if rest else []


class Log:
    """Keeps the beginning and the end of what is added, `KEPT` bytes of UTF-8 at most in all."""

    def __init__(self, kept: int = KEPT, head: int = HEAD) -> None:
        self._head: list[str] = []
        self._head_left = head
        self._tail: deque[tuple[str, int]] = deque()
        self._tail_left = kept - head - len(_cut_marker(10**9).encode())
        self._cut = 0

    def add(self, line: str) -> None:
        """Add one line, without its end."""
        size = len(line.encode("utf-8", "replace")) + 1
        if not self._tail and not self._cut and size <= self._head_left:
            self._head.append(line)
            self._head_left -= size
            return
        self._head_left = 0
        self._tail.append((line, size))
        self._tail_left -= size
        while self._tail_left < 0:
            _, size = self._tail.popleft()
            self._tail_left += size
            self._cut += size

    def text(self) -> str:
        marker = [_cut_marker(self._cut)] if self._cut else []
        lines = [*self._head, *marker, *(line for line, _ in self._tail)]
        return "\n".join([*lines, ""]) if lines else ""


def _cut_marker(size: int) -> str:
    return f"[… {size} bytes of the log were cut here …]"
