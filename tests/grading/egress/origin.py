"""A package source on this machine's loopback: it answers with what it was asked, and remembers the questions."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Origin(ThreadingHTTPServer):
    """`asked` has each request's line and headers. `/slow` never ends, `/big` has 64 MB, others a short answer.

    An answer says what the request's headers would have it say, as a careless server does.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.2", 0), _Handler)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def place(self) -> str:
        return f"127.0.0.2:{self.server_port}"

    def close(self) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: Origin

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.requestline, headers))
        if self.path == "/slow":
            self._answer(b"", 1000)
            self.server.over.wait(60)
        elif self.path == "/big":
            self._answer(b"", 64 << 20)
            for _ in range(64):
                self.wfile.write(bytes(1 << 20))
        else:
            said = " ".join(
                headers.get(name, "") for name in ("host", "x-forwarded-host", "accept", "cookie", "range")
            )
            body = f"package {self.path} {said}\n".encode()
            self._answer(body, len(body))

    do_HEAD = do_GET  # noqa: N815  the server looks for this name

    def _answer(self, body: bytes, length: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "max-age=3600")
        self.send_header("Set-Cookie", "whose=yours")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass
