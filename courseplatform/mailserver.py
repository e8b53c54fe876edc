"""The mail server as one address: smtp://user:password@host:port, smtp+tls:// for STARTTLS, smtps:// for TLS."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    tls: bool = False

    @classmethod
    def of(cls, url: str) -> MailServer:
        """Raises ValueError with one sentence that does not hold the password."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise ValueError(f"EMAIL_URL: {error}") from None
        if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/"):
            known = ", ".join(f"{scheme}://" for scheme in PORTS)
            raise ValueError(
                f"EMAIL_URL: expected {known} with user:password@host:port and nothing behind it."
            )
        return cls(
            parts.hostname,
            port or PORTS[parts.scheme],
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            parts.scheme == "smtp+tls",
            parts.scheme == "smtps",
        )
