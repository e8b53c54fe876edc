"""What the web server runs: event streams as async views, every other page as WSGI in a pool of threads.

Django's sync views are several times slower under its own ASGI handler than under WSGI; only the streams gain from it.
"""

import os

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import Receive, Scope, Send
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courseplatform.settings")

# All that look into the database do so in one thread, with one connection. Called itself, the handler has a thread, and
# so a connection, for each request: a class that watches its builds would take all that a PostgreSQL has.
streams = get_asgi_application().handle

from courseplatform.bodies import WholeBodies  # noqa: E402  Django must be set up first
from courseplatform.wsgi import application as wsgi  # noqa: E402

pages = WSGIMiddleware(wsgi, workers=2)  # type: ignore[arg-type]


@WholeBodies
async def application(scope: Scope, receive: Receive, send: Send) -> None:
    is_stream = scope["type"] == "http" and scope["path"].startswith("/events/")
    await (streams if is_stream else pages)(scope, receive, send)  # type: ignore[arg-type]
