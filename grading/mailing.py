"""How the process for mail (Celery's queue `mail`) sends what is to be told: each is a row, until the server has it.

A mail server that hangs holds up that process only, never a grade. One that is killed before leaves the row, to be sent
again after `AGAIN`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

AGAIN = timedelta(minutes=15)  # after a failure
GIVE_UP = timedelta(days=2)


def deliver(letter: EmailMessage, since: datetime, forget: Callable[[], object]) -> None:
    """Send what is to be told `since` then, and `forget` it before the farewell, which a hanging server draws out.

    Who is killed between the two sends it again, with the same Message-ID: by it mail programs know what they have.
    """
    said = repr((since, letter.recipients(), letter.subject, letter.body)).encode()
    host = urlsplit(settings.SITE_URL).hostname
    letter.extra_headers["Message-ID"] = f"<{sha256(said).hexdigest()[:32]}@{host}>"
    with get_connection() as connection:
        connection.send_messages([letter])
        forget()
