from __future__ import annotations

import pytest

from grading.tree import Entry, LayerFiles, Package, Tree, packages

DPKG = "var/lib/dpkg/status"
STATUS = b"""\
Package: curl
Status: install ok installed
Version: 7.88.1-10
Description: x
 Version: not this

Package: gone
Status: deinstall ok config-files
Version: 1

Package: half
Status: install ok half-installed
Version: 1
"""


@pytest.mark.parametrize(
    ("path", "data", "found"),
    [
        (DPKG, STATUS, [("dpkg", "curl", "7.88.1-10")]),
        ("var/lib/dpkg/status.d/tzdata", b"Package: tzdata\nVersion: 2024a\n", [("dpkg", "tzdata", "2024a")]),
        ("lib/apk/db/installed", b"C:Q1\nP:musl\nV:1.2-r1\n\nP:zlib\nV:1\n",
         [("apk", "musl", "1.2-r1"), ("apk", "zlib", "1")]),
        ("usr/lib/python3/dist-packages/Flask_Login-1.0.dist-info/METADATA",
         b"Metadata-Version: 2.1\nName: Flask-Login\nVersion: 1.0\n\nName: no\n", [("pip", "Flask-Login", "1.0")]),
        ("a/x-1.egg-info/PKG-INFO", b"Name: x\nVersion: 1\n", [("pip", "x", "1")]),
        ("a/x-1-py3.egg-info", b"Name: x\nVersion: 1\n", [("pip", "x", "1")]),
        ("app/node_modules/ms/package.json", b'{"name": "ms", "version": "2.0.0"}', [("npm", "ms", "2.0.0")]),
        ("node_modules/@a/b/package.json", b'{"name": "@a/b", "version": 3}', [("npm", "@a/b", "")]),
    ],
)  # fmt: skip
def test_the_database_of_each_manager_is_read(
    path: str, data: bytes, found: list[tuple[str, str, str]]
) -> None:
    assert packages.bytes_wanted(path) >= len(data)
    assert packages.listed(path, data) == found


@pytest.mark.parametrize(
    "path",
    ["etc/passwd", "status", "x/var/lib/dpkg/status", "app/package.json", "node_modules/a/lib/package.json",
     "node_modules/.bin/package.json", "var/lib/dpkg/status.d/base.md5sums", "METADATA"],
)  # fmt: skip
def test_nothing_else_is_looked_into(path: str) -> None:
    assert packages.bytes_wanted(path) == 0


@pytest.mark.parametrize(
    ("path", "data"),
    [
        (DPKG, b"\xff\0" * 1000),
        (DPKG, b""),
        ("node_modules/a/package.json", b"[" * 100_000),
        ("node_modules/a/package.json", b'{"name": ["a"]}'),
        ("node_modules/a/package.json", b"[1]"),
    ],
)
def test_what_cannot_be_read_lists_nothing(path: str, data: bytes) -> None:
    assert packages.listed(path, data) == []


def test_what_is_listed_is_bounded() -> None:
    found = packages.listed(DPKG, b"".join(b"Package: p%d\n\n" % n for n in range(6000)))
    assert len(found) == packages.MAX_PACKAGES
    assert len(packages.listed(DPKG, b"Package: " + b"x" * 100_000)[0].name) == packages.MAX_WORD


def layer(*names: str, path: str = DPKG) -> LayerFiles:
    return LayerFiles(
        {path: Entry("file", 1)}, packages={path: [Package("dpkg", name, "1") for name in names]}
    )


def test_a_package_belongs_to_the_layer_that_brought_it() -> None:
    found = Tree((layer("libc", "perl"), layer("libc", "curl"))).packages
    assert [(one.name, one.layer, one.path) for one in found] == [
        ("curl", 1, "/var/lib/dpkg/status"),
        ("libc", 0, "/var/lib/dpkg/status"),
    ]


def test_a_database_that_is_gone_lists_nothing() -> None:
    assert Tree((layer("libc"), LayerFiles(removed=["var"]))).packages == ()
    assert Tree((layer("libc"), LayerFiles({DPKG: Entry("symlink", link="/x")}))).packages == ()
