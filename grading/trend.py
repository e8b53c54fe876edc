"""Size and score over a learner's attempts, as positions in two plots, each 1000 wide and 100 high."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grading.history import Attempt

WIDTH, HEIGHT = 1000, 100
SIDE, EDGE = 25, 8  # left free, so that a point at the border is whole


@dataclass(frozen=True, slots=True)
class Point:
    attempt: Attempt
    x: int
    y: int
    here: bool  # the attempt that the page is about


@dataclass(frozen=True)
class Plot:
    """`lines` are what an SVG polyline takes as points: more than one where an attempt in between has no image."""

    points: Sequence[Point]
    lines: Sequence[str]


@dataclass(frozen=True)
class Trend:
    """`largest` is the size that the upper edge stands for, in bytes; `pass_y` where the score passes."""

    attempts: Sequence[Attempt]
    here: int
    pass_percent: int

    @property
    def largest(self) -> int:
        return max((one.size or 0 for one in self.attempts), default=0)

    @property
    def scores(self) -> Plot:
        return self._plot([one.percent / 100 for one in self.attempts])

    @property
    def sizes(self) -> Plot:
        most = self.largest or 1
        return self._plot([None if one.size is None else one.size / most for one in self.attempts])

    @property
    def pass_y(self) -> int:
        return _y(self.pass_percent / 100)

    def _plot(self, shares: Sequence[float | None]) -> Plot:
        step = (WIDTH - 2 * SIDE) / max(len(self.attempts) - 1, 1)
        points: list[Point] = []
        lines: list[list[Point]] = [[]]
        for place, (attempt, share) in enumerate(zip(self.attempts, shares, strict=True)):
            if share is None:
                lines.append([])
                continue
            point = Point(attempt, round(SIDE + place * step), _y(share), attempt.number == self.here)
            points.append(point)
            lines[-1].append(point)
        return Plot(points, [_joined(one) for one in lines if len(one) > 1])


def _y(share: float) -> int:
    return round(HEIGHT - EDGE - min(max(share, 0.0), 1.0) * (HEIGHT - 2 * EDGE))


def _joined(points: Iterable[Point]) -> str:
    return " ".join(f"{point.x},{point.y}" for point in points)
