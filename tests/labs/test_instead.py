from __future__ import annotations

import pytest

from labs.instead import instead


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("é", ', not "é"'),
        ("", ', not ""'),
        (["x", 1], ', not ["x", 1]'),
        (("x",), ', not ["x"]'),
        ({"a": True}, ', not {"a": true}'),
        ("\ud800", r', not "\ud800"'),  # JSON may hold it, a page cannot
        (None, ""),
    ],
)
def test_what_an_author_wrote_is_shown_as_they_write_it(value: object, said: str) -> None:
    assert instead("expected a port", value) == f"expected a port{said}"
