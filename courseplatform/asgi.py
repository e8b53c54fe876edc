"""What the web server runs: event streams as async views, every other page as WSGI in a pool of threads.

Django's sync views are several times slower under its own ASGI handler than under WSGI; only the streams gain from it.
"""

import os
from typing import Any

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import Receive, Scope, Send
from django import setup
from django.core.handlers.asgi import ASGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courseplatform.settings")
setup(set_prefix=False)


class Streams(ASGIHandler):
    """All that look into the database do so in one thread, with one connection. Django's own handler has a thread, and
    so a connection, for each request: a class that watches its builds would take all that a PostgreSQL has.
    """

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.handle(scope, receive, send)


streams = Streams()

from courseplatform.bodies import WholeBodies  # noqa: E402  Django must be set up first
from courseplatform.wsgi import application as wsgi  # noqa: E402

pages = WSGIMiddleware(wsgi, workers=2)  # type: ignore[arg-type]


@WholeBodies
async def application(scope: Scope, receive: Receive, send: Send) -> None:
    is_stream = scope["type"] == "http" and scope["path"].startswith("/events/")
    await (streams if is_stream else pages)(scope, receive, send)
