"""One HTTP request to a container, whose answer is bounded in size and time and never followed anywhere."""

from __future__ import annotations

import http.client
import io
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from grading.build.log import plain

MAX_BYTES = 1 << 20  # of an answer with its headers
MAX_BODY = 8 << 10  # that is kept, in characters
MAX_HEADERS = 8 << 10  # likewise, in all


@dataclass(frozen=True)
class Request:
    method: str = "GET"
    path: str = "/"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True)
class Reply:
    """`headers` by their names in small letters; the body as plain text."""

    status: int
    headers: Mapping[str, str]
    body: str


class NoReply(Exception):
    """Nothing that can be read as an answer came. `reason` is "time", "size", "closed" or "form"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def exchange(connection: socket.socket, request: Request, port: int, seconds: float) -> Reply:
    """Send the request, read the answer, close the connection. Raises NoReply."""
    client = http.client.HTTPConnection("localhost", port)
    with connection:
        client.sock = _Connection(connection, seconds)
        try:
            client.request(request.method, request.path, request.body.encode(), dict(request.headers))
            answer = client.getresponse()
            body = answer.read()
        except _TooMuch:
            raise NoReply("size") from None
        except TimeoutError:
            raise NoReply("time") from None
        except (OSError, http.client.RemoteDisconnected, http.client.IncompleteRead):
            raise NoReply("closed") from None
        except (http.client.HTTPException, ValueError):
            raise NoReply("form") from None
        finally:
            client.close()
    return Reply(answer.status, _headers(answer), _text(body))


class _TooMuch(Exception):
    pass


class _Bounded(io.RawIOBase):
    """A connected socket to read from: so many bytes at most, and until the deadline."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection, self._deadline, self._left = connection, deadline, MAX_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        size = self._connection.recv_into(buffer)
        self._left -= size
        if self._left < 0:
            raise _TooMuch
        return size


class _Connection:
    """A connected socket as http.client wants it."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        connection.settimeout(seconds)
        self.sendall = connection.sendall
        self._reader = _Bounded(connection, time.monotonic() + seconds)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._reader)

    def close(self) -> None:
        """The answer may still be read."""


def _headers(answer: http.client.HTTPResponse) -> dict[str, str]:
    headers: dict[str, str] = {}
    left = MAX_HEADERS
    for name, value in answer.getheaders():
        left -= len(name) + len(value)
        if left < 0:
            break
        headers.setdefault(plain(name).lower(), plain(value))
    return headers


def _text(body: bytes) -> str:
    text = body.decode("utf-8", "replace")[:MAX_BODY]
    return "\n".join(plain(line) for line in text.split("\n"))
