from __future__ import annotations

import pytest
from django.test import RequestFactory

from grading.explorer.names import asked, query, visible_name

HOSTILE = [
    "\udcff\udcfe",
    "a\nb",
    "\u202egnp.exe",
    "<script>alert(1)</script>",
    "x" * 250,
    "é",
    "עברית",
    "a&b=c+d%20#?",
]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("usr/bin/python3", "usr/bin/python3"),
        ("caf\udce9", "caf\\xe9"),
        ("a\nb\tc\x1b[31m\0", "a\\nb\\tc\\x1b[31m\\x00"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\u200b\u2066", "\\u200b\\u2066"),
        ("été 🐳", "été 🐳"),
        ("עברית", "עברית"),
    ],
)
def test_what_is_no_printed_sign_is_written_out(name: str, shown: str) -> None:
    assert visible_name(name) == shown


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_survives_an_address(name: str) -> None:
    address = f"/x{query(at=name, page=2, layer=0, empty='', none=None)}"
    assert asked(RequestFactory().get(address)) == {"at": name, "page": "2", "layer": "0"}
    assert address.isascii()
    assert not set(address) & set('<>"\n ')
