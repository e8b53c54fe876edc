"""The client of a daemon, beside a daemon that was taken over: here a server that answers what it likes."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import docker
import pytest

from grading.daemon import container

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextlib.contextmanager
def hostile(folder: Path, *answer: bytes, times: int = 1) -> Iterator[Path]:
    """A socket whose server answers every request with these bytes, the last of them `times` times."""
    path = folder / "docker.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        thread = threading.Thread(target=_serve, args=(server, answer, times))
        thread.start()
        try:
            yield path
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(server: socket.socket, answer: tuple[bytes, ...], times: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            with server.accept()[0] as connection, contextlib.suppress(OSError):
                connection.recv(65536)
                connection.sendall(b"".join(answer[:-1]))
                for _ in range(times):
                    connection.sendall(answer[-1])


def asked(path: Path, seconds: float = 5) -> Any:
    with closing(container.client(path, seconds)) as client:
        api: Any = client.api
        return api.inspect_image("x")


def test_an_answer_is_read_as_it_is(tmp_path: Path) -> None:
    with hostile(tmp_path, HEAD + b"Content-Length: 12\r\n\r\n", b'{"Id": "me"}') as path:
        assert asked(path) == {"Id": "me"}


def test_an_answer_that_breaks_off_is_an_error_of_dockers(tmp_path: Path) -> None:
    with (
        hostile(tmp_path, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"zz\r\n") as path,
        pytest.raises(docker.errors.DockerException),
    ):
        asked(path)


def test_an_endless_refusal_of_a_stream_is_not_read_to_its_end(tmp_path: Path) -> None:
    refusal = (b"HTTP/1.1 500 No\r\nConnection: close\r\n\r\n", b"x" * (1 << 20))
    with (
        hostile(tmp_path, *refusal, times=64) as path,
        closing(container.client(path, 5)) as client,
    ):
        api: Any = client.api
        with pytest.raises(docker.errors.DockerException, match="too large"):
            api.attach_socket("x")


def test_an_endless_answer_is_not_read_to_its_end(tmp_path: Path) -> None:
    endless = (HEAD + b"Connection: close\r\n\r\n", b"x" * (1 << 20))
    with hostile(tmp_path, *endless, times=1 << 20) as path, pytest.raises(docker.errors.DockerException):
        asked(path)


def test_an_answer_that_unpacks_to_more_is_not_unpacked(tmp_path: Path) -> None:
    packed = gzip.compress(b'{"Id": "me"}')
    head = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    with hostile(tmp_path, head, packed) as path, pytest.raises(ValueError, match=r"codec|JSON|Expecting"):
        asked(path)


def test_silence_ends(tmp_path: Path) -> None:
    mute = hostile(tmp_path, b"HTTP/1.1 200 OK\r\n")
    with mute as path, pytest.raises((docker.errors.DockerException, OSError)):
        asked(path, seconds=1)
