"""The allow list: the package sources that base images name, and those that the operator's settings add."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from grading import base_images
from grading.faults import PlatformFault

PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A host that packages come from: by plain requests (`http`, cached) or through a tunnel (`https`, not cached).

    `private`: it may have an address of a private network, because the operator said so.
    """

    scheme: str
    host: str
    port: int
    private: bool = False

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


def source_of(url: str, private: bool = False) -> Source | None:
    """The source that an address such as `https://example.org/debian` lies at; None when it is none.

    A tunnel leads to port 443 only, and a host is named: neither holds for what the operator calls private.
    """
    try:
        parts = urlsplit(url.strip().lower())
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        return None
    if scheme not in PORTS or not (_NAME.fullmatch(host) or (private and _is_address(host))):
        return None
    source = Source(scheme, host, port or PORTS[scheme], private)
    if private:
        return source
    return None if _looks_like_an_address(host) or (scheme == "https" and source.port != 443) else source


def sources() -> list[Source]:
    """All that may be reached now, in a fixed order."""
    images = base_images.current()
    found = {source_of(url) for url in ((images and images.package_sources) or ())} - {None}
    found |= set(_of_setting("PACKAGE_HOSTS", settings.PACKAGE_HOSTS, private=False))
    found |= set(_of_setting("PRIVATE_PACKAGE_HOSTS", settings.PRIVATE_PACKAGE_HOSTS, private=True))
    return sorted(source for source in found if source is not None)


def _of_setting(name: str, entries: Iterable[str], private: bool) -> Iterable[Source]:
    """An entry is an address with its scheme, or a host, which is then reached both ways."""
    for entry in filter(None, (entry.strip() for entry in entries)):
        urls = [entry] if "://" in entry else [f"{scheme}://{entry}" for scheme in PORTS]
        for url in urls:
            source = source_of(url, private)
            if source is None or ("://" not in entry and ":" in entry):
                raise PlatformFault(
                    "%(setting)s names %(entry)s: expected a host name, or http://host:port, or https://host.",
                    setting=name,
                    entry=entry,
                )
            yield source


def _looks_like_an_address(host: str) -> bool:
    """Also in the spellings that only some programs take for one: 127.1, 0x7f.1, 2130706433."""
    return re.fullmatch(r"(?:0x[0-9a-f]*|[0-9]+)", host.rpartition(".")[2]) is not None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
