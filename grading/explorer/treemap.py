"""A squarified treemap: rectangles as large as their numbers, as near to squares as can be.

After Bruls, Huizing and van Wijk, *Squarified Treemaps* (2000).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Rectangle(NamedTuple):
    x: float
    y: float
    width: float
    height: float


def squarified(sizes: Sequence[float], room: Rectangle) -> list[Rectangle]:
    """A rectangle for each size, in their order, that together fill `room`. Sizes are positive, the largest first."""
    total, found = sum(sizes), list[Rectangle]()
    if not sizes or total <= 0:
        return found
    scale = room.width * room.height / total
    areas = [size * scale for size in sizes]
    at = 0
    while at < len(areas):
        side = min(room.width, room.height)
        end = at + 1
        while end < len(areas) and _worst(areas[at : end + 1], side) <= _worst(areas[at:end], side):
            end += 1
        placed, room = _strip(areas[at:end], room, is_last=end == len(areas))
        found += placed
        at = end
    return found


def _worst(areas: Sequence[float], side: float) -> float:
    """How far from a square is the farthest of these, in a strip along `side`: 1 for a square."""
    total = sum(areas)
    if total <= 0 or side <= 0:
        return float("inf")
    square = side * side / (total * total)
    return max(square * max(areas), 1 / (square * min(areas)) if min(areas) > 0 else float("inf"))


def _strip(areas: Sequence[float], room: Rectangle, is_last: bool) -> tuple[list[Rectangle], Rectangle]:
    """These areas along the shorter side of `room`, and the room that is left; the last strip takes all of it."""
    total = sum(areas)
    is_column = room.width >= room.height
    side, length = (room.height, room.width) if is_column else (room.width, room.height)
    thick = length if is_last else min(total / side, length) if side else 0.0
    placed, at = [], 0.0
    for area in areas:
        long = side * area / total
        if is_column:
            placed.append(Rectangle(room.x, room.y + at, thick, long))
        else:
            placed.append(Rectangle(room.x + at, room.y, long, thick))
        at += long
    if is_column:
        return placed, Rectangle(room.x + thick, room.y, room.width - thick, room.height)
    return placed, Rectangle(room.x, room.y + thick, room.width, room.height - thick)
