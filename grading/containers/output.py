"""What a container prints: two streams in one, as the API's attach sends them, kept as plain text of bounded size."""

from __future__ import annotations

import threading
from collections.abc import Callable

from grading.build.log import Lines, Log

MAX_BYTES = 1 << 20  # that are taken in all
KEPT = 32 << 10  # of each text, in bytes of UTF-8: its beginning and its end
HEAD = KEPT // 4
HEADER = 8  # bytes
ERRORS = 2  # the number of the stream, as the API has it; all others are standard output

Take = Callable[[str], None]


class Output:
    """Is fed by one thread and read by another. `take` gets every plain line as it comes, without its end."""

    def __init__(self, take: Take | None = None) -> None:
        self._take = take
        self._lines = (Lines(), Lines())
        self._logs = (Log(KEPT, HEAD), Log(KEPT, HEAD))
        self._both = Log(KEPT, HEAD)
        self._header = b""
        self._errors = False
        self._left = 0  # bytes of the frame that has begun
        self._size = 0
        self._lock = threading.Lock()

    @property
    def flooded(self) -> bool:
        """Whether more was printed than is taken."""
        return self._size > MAX_BYTES

    def feed(self, data: bytes) -> None:
        """Take what came, cut wherever it was: frames of a header (stream, 0, 0, 0, length) and so many bytes."""
        with self._lock:
            self._size += len(data)
            at = 0
            while at < len(data):
                if self._left:
                    piece = data[at : at + self._left]
                    self._keep(self._lines[self._errors].feed(piece))
                    self._left -= len(piece)
                else:
                    piece = data[at : at + HEADER - len(self._header)]
                    self._read_header(self._header + piece)
                at += len(piece)

    def close(self) -> None:
        """No more comes: a last line without an end is one, too."""
        with self._lock:
            for self._errors in (False, True):
                self._keep(self._lines[self._errors].close())

    def stdout(self) -> str:
        return self._text(self._logs[False])

    def stderr(self) -> str:
        return self._text(self._logs[True])

    def text(self) -> str:
        """Both, in the order they came."""
        return self._text(self._both)

    def _read_header(self, header: bytes) -> None:
        self._header = header
        if len(header) == HEADER:
            self._errors, self._left = header[0] == ERRORS, int.from_bytes(header[4:], "big")
            self._header = b""

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            self._logs[self._errors].add(line)
            self._both.add(line)
            if self._take is not None:
                self._take(line)

    def _text(self, log: Log) -> str:
        with self._lock:
            return log.text()
