from __future__ import annotations

import pytest

from grading.hints import released
from labs.spec import CheckSpec, LaterHint

LATER = (LaterHint(3, "Third."), LaterHint(5, "Fifth."))


@pytest.mark.parametrize(
    ("attempt", "expected"),
    [
        (1, ("First.", 2)),
        (2, ("First.", 1)),
        (3, ("First.\n\nThird.", 2)),
        (5, ("First.\n\nThird.\n\nFifth.", None)),
        (9, ("First.\n\nThird.\n\nFifth.", None)),
    ],
)
def test_attempts_release_hints(attempt: int, expected: tuple[str, int | None]) -> None:
    assert released(CheckSpec("build", 1.0, {}, "First.", LATER), attempt) == expected


def test_without_a_first_hint_there_is_nothing_until_the_next() -> None:
    assert released(CheckSpec("build", 1.0, hints=LATER), 1) == ("", 2)
    assert released(CheckSpec("build", 1.0), 1) == ("", None)
