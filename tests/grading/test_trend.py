from __future__ import annotations

from uuid import uuid4

import pytest

from grading.history import MOST, Attempt, attempts_of
from grading.trend import EDGE, HEIGHT, SIDE, WIDTH, Trend
from tests.grading.conftest import Submit


def trend(*given: tuple[float, int | None]) -> Trend:
    attempts = [Attempt(n, uuid4(), points, 50.0, size) for n, (points, size) in enumerate(given, start=1)]
    return Trend(attempts, here=len(attempts), pass_percent=60)


def test_points_go_from_edge_to_edge() -> None:
    plot = trend((0.0, 10), (50.0, 20)).scores
    assert [(one.x, one.y, one.here) for one in plot.points] == [
        (SIDE, HEIGHT - EDGE, False),
        (WIDTH - SIDE, EDGE, True),
    ]
    assert plot.lines == ["25,92 975,8"]


def test_the_line_of_sizes_is_broken_where_there_is_no_image() -> None:
    drawn = trend((1, 10), (2, 20), (3, None), (4, 40))
    assert drawn.largest == 40
    assert [point.attempt.number for point in drawn.sizes.points] == [1, 2, 4]
    assert len(drawn.sizes.lines) == 1


def test_no_points_and_no_images_are_drawn_as_nothing() -> None:
    attempts = [Attempt(n, uuid4(), 0.0, 0.0, None) for n in (1, 2)]
    drawn = Trend(attempts, here=1, pass_percent=0)
    assert (drawn.largest, drawn.sizes.points, drawn.scores.points[0].y) == (0, [], HEIGHT - EDGE)


@pytest.mark.django_db
def test_so_many_attempts_are_drawn_the_newest(submitted: Submit) -> None:
    made = [submitted(score=1.0) for _ in range(MOST + 2)]
    assert [one.number for one in attempts_of(made[0])] == list(range(3, MOST + 3))
