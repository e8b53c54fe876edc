from __future__ import annotations

import pytest

from courseplatform.mailserver import MailServer


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", MailServer("localhost", 25)),
        (
            "smtp+tls://me:s%40cret@mail.example.org",
            MailServer("mail.example.org", 587, "me", "s@cret", starts_tls=True),
        ),
        ("smtps://me@mail.example.org:2465/", MailServer("mail.example.org", 2465, "me", tls=True)),
    ],
)
def test_the_address_of_a_mail_server(url: str, server: MailServer) -> None:
    assert MailServer.of(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://x:hidden@y", "smtp://", "smtp://x:hidden@y:port", "smtp://y/z"]
)
def test_another_is_refused_without_saying_the_password(url: str) -> None:
    with pytest.raises(ValueError, match="EMAIL_URL") as refused:
        MailServer.of(url)
    assert "hidden" not in str(refused.value)
