"""A request's body is here before a page is asked, or the page is not asked at all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from courseplatform.bodies import CHUNK, IN_MEMORY, WholeBodies


class Page:
    """Reads its request as a page does, and answers 200."""

    def __init__(self) -> None:
        self.read: bytes | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.read, more = b"", True
        while more:
            message = await receive()
            self.read += message["body"]
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})


def asked(page: Page, pieces: list[bytes | None], most: int = 1 << 20) -> int | None:
    """The answer's status, None without one. A piece that is None never ends; after the last the sender is gone."""
    waiting = list(pieces)
    sent: list[Any] = []

    async def receive() -> Any:
        if not waiting:
            return {"type": "http.disconnect"}
        piece = waiting.pop(0)
        if piece is None:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": piece, "more_body": piece != b""}

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {"type": "http", "headers": [(b"transfer-encoding", b"chunked")]}
    asyncio.run(WholeBodies(page, most, seconds=0.2)(scope, receive, send))
    return sent[0]["status"] if sent else None


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, 3 * IN_MEMORY + 7])
def test_a_body_arrives_as_it_was_sent(size: int) -> None:
    page = Page()
    body = bytes(index % 251 for index in range(size))
    assert asked(page, [body[:10], body[10:], b""]) == 200
    assert page.read == body


def test_a_body_that_is_too_large_is_refused_before_it_is_all_here() -> None:
    page = Page()
    assert asked(page, [b"x" * 1000] * 20 + [None], most=10_000) == 413
    assert page.read is None


def test_a_slow_sender_keeps_no_page_waiting() -> None:
    page = Page()
    assert asked(page, [b"x", None]) == 408
    assert page.read is None


def test_a_sender_that_goes_away_is_not_answered() -> None:
    page = Page()
    assert asked(page, [b"x"]) is None
    assert page.read is None
