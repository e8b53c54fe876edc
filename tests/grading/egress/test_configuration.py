from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from grading.egress.allowed import Source
from grading.egress.configuration import Place, text

PLACE = Place(
    "127.0.0.1:3128", "127.0.0.1/32", "/nowhere/c", "/nowhere/a", "/nowhere/l", "/nowhere/p", 64 << 20
)
SOURCES = [Source("http", "a.example", 80), Source("https", "b.example", 443), Source("http", "c", 81, True)]


def test_without_sources_nothing_is_allowed() -> None:
    assert "http_access allow" not in text(PLACE, [])
    assert "http_access deny all" in text(PLACE, [])


def test_each_source_is_allowed_its_own_way_before_the_rest_is_denied() -> None:
    lines = text(PLACE, SOURCES).splitlines()
    allows = [line for line in lines if line.startswith("http_access allow")]
    assert [line.split(maxsplit=2)[2] for line in allows] == [
        "fetch plain port1 hosts1 !forbidden",
        "fetch plain port2 hosts2 !link_local",
        "tunnel port3 hosts3 !forbidden",
    ]
    assert lines.index("http_access deny manager") < lines.index(allows[0])
    assert lines.index(allows[-1]) < lines.index("http_access deny all")


def test_a_proxy_that_the_host_must_use_is_used_but_for_its_exceptions() -> None:
    made = text(
        PLACE, SOURCES, "http://me:p%40ss@proxy.example:8080/", "localhost, .school.example,*.x.example,"
    )
    assert "cache_peer proxy.example parent 8080 0 no-query no-digest default login=me:p@ss" in made
    assert "acl direct dstdomain -n .localhost .school.example .x.example" in made
    assert "never_direct allow all" in made
    assert "cache_peer" not in text(PLACE, SOURCES)


@pytest.mark.engine
def test_squid_understands_all_of_it(tmp_path: Path) -> None:
    file = tmp_path / "squid.conf"
    file.write_text(text(PLACE, SOURCES, "http://proxy.example:8080", "localhost"))
    done = subprocess.run(
        ["/usr/sbin/squid", "-k", "parse", "-f", file],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr
    complaints = [line for line in done.stderr.splitlines() if "ERROR" in line or "WARNING" in line]
    assert [line for line in complaints if "violates HTTP" not in line and "use of Via" not in line] == []
