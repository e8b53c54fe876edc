"""What browsers may keep of what says nothing about that itself.

Pages show who is signed in and hold a form's token: they are one person's, and asked for anew. Data is not kept at all.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

DATA = ("application/json", "application/zip", "text/event-stream")


@sync_and_async_middleware
def caching(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    if iscoroutinefunction(get_response):

        async def answer_later(request: HttpRequest) -> HttpResponseBase:
            return _said(await cast(Awaitable[HttpResponseBase], get_response(request)))

        return answer_later

    def answer(request: HttpRequest) -> HttpResponseBase:
        return _said(get_response(request))

    return answer


def _said(response: HttpResponseBase) -> HttpResponseBase:
    is_data = response.headers.get("Content-Type", "").startswith(DATA)
    response.headers.setdefault("Cache-Control", "no-store" if is_data else "private, no-cache")
    return response
