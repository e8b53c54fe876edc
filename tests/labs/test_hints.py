from __future__ import annotations

import pytest

from labs.checkkinds import CheckError
from labs.hints import later_hints
from labs.spec import LaterHint


def test_hints_are_put_in_the_order_they_come_in() -> None:
    written = [{"after": 4, "text": "b"}, {"after": 2, "text": "a"}]
    assert later_hints(written) == (LaterHint(2, "a"), LaterHint(4, "b"))


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("text", "hints"),
        (["text"], "hints[0]"),
        ([{"after": 1}], "hints[0]"),
        ([{"after": 1, "text": "a", "x": 1}], "hints[0]"),
        ([{"after": 0, "text": "a"}], "hints[0].after"),
        ([{"after": True, "text": "a"}], "hints[0].after"),
        ([{"after": 101, "text": "a"}], "hints[0].after"),
        ([{"after": 1, "text": "a"}, {"after": 1, "text": " "}], "hints[1].text"),
    ],
)
def test_wrong_hints_are_refused_by_key(written: object, key: str) -> None:
    with pytest.raises(CheckError) as refused:
        later_hints(written)
    assert refused.value.key == key
