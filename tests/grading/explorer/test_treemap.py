from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.explorer.treemap import Rectangle, squarified

PROPERTY = settings(max_examples=200, deadline=None, database=None)
SIZES = st.lists(st.integers(1, 10**12), min_size=1, max_size=60).map(
    lambda sizes: sorted(sizes, reverse=True)
)
ROOMS = st.builds(Rectangle, st.floats(0, 50), st.floats(0, 50), st.floats(1, 2000), st.floats(1, 2000))


@PROPERTY
@given(SIZES, ROOMS)
def test_each_size_has_its_share_of_the_room(sizes: list[int], room: Rectangle) -> None:
    whole = room.width * room.height
    for size, at in zip(sizes, squarified(sizes, room), strict=True):
        assert at.width * at.height == pytest.approx(whole * size / sum(sizes), rel=1e-6, abs=whole * 1e-9)


@PROPERTY
@given(SIZES, ROOMS)
def test_nothing_lies_outside_the_room_or_on_something_else(sizes: list[int], room: Rectangle) -> None:
    little = 1e-6 * max(room.width, room.height)
    found = squarified(sizes, room)
    for at in found:
        assert room.x - little <= at.x
        assert room.y - little <= at.y
        assert at.x + at.width <= room.x + room.width + little
        assert at.y + at.height <= room.y + room.height + little
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            apart_x = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
            apart_y = max(one.y, other.y) - min(one.y + one.height, other.y + other.height)
            assert max(apart_x, apart_y) >= -little


def test_equal_sizes_are_near_to_squares() -> None:
    for at in squarified([1] * 12, Rectangle(0, 0, 400, 300)):
        assert max(at.width, at.height) / min(at.width, at.height) < 1.5


def test_the_example_of_the_paper() -> None:
    found = squarified([6, 6, 4, 3, 2, 2, 1], Rectangle(0, 0, 6, 4))
    assert [(round(at.width, 2), round(at.height, 2)) for at in found[:3]] == [(3, 2), (3, 2), (1.71, 2.33)]


def test_largest_stand_first() -> None:
    found = squarified([9, 5, 3, 1], Rectangle(0, 0, 100, 100))
    assert all(one.width * one.height >= other.width * other.height for one, other in pairwise(found))


def test_nothing_has_no_rectangles() -> None:
    assert squarified([], Rectangle(0, 0, 6, 4)) == []
