"""The bodies of requests, received whole before a page's thread sees them.

A thread that waits for a slow sender serves nobody else: as many slow senders as threads would stop the site.
"""

from __future__ import annotations

import asyncio
import tempfile
from typing import IO, Any

from a2wsgi.asgi_typing import ASGIApp, HTTPScope, Receive, Scope, Send

MOST = 8 << 20  # bytes; as settings.DATA_UPLOAD_MAX_MEMORY_SIZE, which does not count uploaded files
SECONDS = 30.0
IN_MEMORY = 64 << 10  # bytes of one body; the rest of it goes to a temporary file
CHUNK = 64 << 10


class _TooLargeError(Exception):
    pass


class WholeBodies:
    """Passes requests on to `app` once their body is here; refuses what is too large (413) or too slow (408)."""

    def __init__(self, app: ASGIApp, most: int = MOST, seconds: float = SECONDS) -> None:
        self.app, self.most, self.seconds = app, most, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _has_body(scope):
            await self.app(scope, receive, send)
            return
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                await asyncio.wait_for(self._receive(receive, body), self.seconds)
            except TimeoutError:
                await _answer(send, 408)
            except _TooLargeError:
                await _answer(send, 413)
            except ConnectionError:
                return
            else:
                body.seek(0)
                await self.app(scope, _replay(body, receive), send)

    async def _receive(self, receive: Receive, body: IO[bytes]) -> None:
        """Raises ConnectionError when the sender goes away."""
        goes_on = True
        while goes_on:
            message: Any = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionError
            body.write(message.get("body", b""))
            if body.tell() > self.most:
                raise _TooLargeError
            goes_on = message.get("more_body", False)


def _has_body(scope: HTTPScope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


def _replay(body: IO[bytes], receive: Receive) -> Receive:
    """The body in pieces, and then whatever else is received."""
    ended = False

    async def take() -> Any:
        nonlocal ended
        if ended:
            return await receive()
        data = body.read(CHUNK)
        ended = len(data) < CHUNK
        return {"type": "http.request", "body": data, "more_body": not ended}

    return take


async def _answer(send: Send, status: int) -> None:
    """Without a word: no page of ours sends so much."""
    headers = [(b"content-length", b"0"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
