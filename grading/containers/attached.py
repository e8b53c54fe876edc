"""The connection to a running container's standard streams."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import threading
from typing import Any

from grading.containers.output import Output

CHUNK = 64 << 10


class Attached:
    """Sends `stdin` to a container that was created, and its output to `output`, in a thread, until it ends.

    It also ends when too much was printed: who prints on is held up, as nobody reads.
    """

    def __init__(self, api: Any, container: str, stdin: bytes, output: Output) -> None:
        streams = {"stdin": int(bool(stdin)), "stdout": 1, "stderr": 1, "stream": 1}
        connection = api.attach_socket(container, params=streams)
        # A descriptor of our own: docker-py's closes when its answer is forgotten.
        self._socket = socket.socket(fileno=os.dup(connection.fileno()))
        self._stdin = stdin
        self._output = output
        self.over = threading.Event()
        self._thread = threading.Thread(target=self._pump, name=f"attached to {container[:12]}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let go of the container; what it printed is complete as far as it came."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _pump(self) -> None:
        try:
            with selectors.DefaultSelector() as selector, contextlib.suppress(OSError):
                self._socket.setblocking(False)
                selector.register(self._socket, selectors.EVENT_READ | selectors.EVENT_WRITE)
                self._follow(selector)
            self._output.close()
        finally:  # also when who takes the lines fails
            self.over.set()

    def _follow(self, selector: selectors.BaseSelector) -> None:
        left = memoryview(self._stdin)
        writing = True
        while not self._output.flooded:
            for _key, events in selector.select():
                if writing and events & selectors.EVENT_WRITE:
                    left = left[self._socket.send(left[:CHUNK]) :] if left else left
                    if not left:
                        writing = False
                        selector.modify(self._socket, selectors.EVENT_READ)
                        if self._stdin:
                            self._socket.shutdown(socket.SHUT_WR)
                if events & selectors.EVENT_READ:
                    data = self._socket.recv(CHUNK)
                    if not data:
                        return
                    self._output.feed(data)
