from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from courseplatform.mail import CONSOLE, server


def test_without_an_address_mails_are_printed() -> None:
    assert server("") == {"EMAIL_BACKEND": CONSOLE}


def test_a_server_with_a_password_and_starttls() -> None:
    found = server("smtp+tls://me%40example.com:p%2Fw@mail.example.com")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.com", 587)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("me@example.com", "p/w")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://host", 25, False, False),
        ("smtps://host", 465, False, True),
        ("smtp://host:2525", 2525, False, False),
    ],
)
def test_ports_and_encryption(url: str, port: int, tls: bool, ssl: bool) -> None:
    found = server(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


@pytest.mark.parametrize("url", ["mail.example.com", "imap://u:secret@host", "smtp://:secret@"])
def test_what_is_no_server_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL: expected") as error:
        server(url)
    assert "secret" not in str(error.value)
