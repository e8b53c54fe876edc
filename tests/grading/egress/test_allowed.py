from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django.fixtures import Settings

from grading import base_images
from grading.base_images import ImageList
from grading.egress.allowed import Source, source_of, sources
from grading.faults import PlatformFault

LISTED = ImageList(
    "1", "golden", "daemon", {}, ("http://deb.example.org:80", "https://index.example.org:443")
)


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("http://Deb.Example.org/debian", Source("http", "deb.example.org", 80)),
        ("https://index.example.org/simple/", Source("https", "index.example.org", 443)),
        ("http://mirror.example.org:8081/x", Source("http", "mirror.example.org", 8081)),
        ("https://user:secret@index.example.org/", Source("https", "index.example.org", 443)),
    ],
)
def test_an_address_is_a_source_with_scheme_host_and_port(url: str, source: Source) -> None:
    assert source_of(url) == source


@pytest.mark.parametrize(
    "url",
    [
        "ftp://deb.example.org/", "file:///etc", "mirror+file:/etc/apt/mirrors", "cdrom:[x]/", "", "http://", "http:///x",
        "http://192.0.2.1/", "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://[::1]/", "http://a b/",
        "http://a.example\nhttp_access allow all/", "http://host:99999/", "https://index.example.org:22/", "http://-x/",
        "http://*.example.org/", "http://.example.org/", "http://exämple.org/",
    ],
)  # fmt: skip
def test_what_is_no_name_of_a_package_source_is_none(url: str) -> None:
    assert source_of(url) is None


def test_what_images_name_and_what_the_operator_adds(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base_images, "current", lambda: LISTED)
    settings.PACKAGE_HOSTS = ["more.example.org", " https://tunnel.example.org"]
    settings.PRIVATE_PACKAGE_HOSTS = ["https://10.0.0.5:8443"]
    assert [source.url for source in sources()] == [
        "http://deb.example.org:80",
        "http://more.example.org:80",
        "https://10.0.0.5:8443",
        "https://index.example.org:443",
        "https://more.example.org:443",
        "https://tunnel.example.org:443",
    ]


def test_images_that_were_not_asked_yet_name_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_images, "current", lambda: replace(LISTED, package_sources=None))
    assert sources() == []


@pytest.mark.parametrize("entry", ["mirror:8081", "10.0.0.5", "two words", "https://mirror.example.org:8443"])
def test_an_entry_that_is_wrong_is_refused_with_its_setting(settings: Settings, entry: str) -> None:
    settings.PACKAGE_HOSTS = [entry]
    with pytest.raises(PlatformFault, match=r"PACKAGE_HOSTS names .*expected a host name"):
        sources()
