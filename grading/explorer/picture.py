"""A folder drawn as a treemap: what lies in it, and within that two levels more where there is room."""

from __future__ import annotations

from dataclasses import dataclass

from grading.explorer.listing import Listing, Row
from grading.explorer.treemap import Rectangle, squarified

WIDTH, HEIGHT = 1000, 460
MOST_TILES, MOST_INNER = 60, 16
DEPTH = 2  # levels within the tiles
HEAD = 24  # room for a folder's name above what lies in it
EDGE = 3
LEAST_WIDTH, LEAST_HEIGHT = 70, 60  # of a folder's tile that is drawn with what lies in it
SMALLEST = 1.0  # what is thinner is not drawn


@dataclass(frozen=True)
class Tile:
    """A file or folder drawn; `row` is None for all that is too small to be drawn alone.

    `hidden` is how much of the height, from below, is hidden bytes. `name` says whether there is room for it.
    """

    row: Row | None
    at: Rectangle
    hidden: float
    name: bool
    is_large: bool
    inner: tuple[Tile, ...] = ()
    count: int = 1  # of files and folders, for what is not drawn alone
    size: int = 0  # of these

    @property
    def hidden_y(self) -> float:
        return round(self.at.height - self.hidden, 1)


def drawn(listing: Listing, folder: str) -> list[Tile]:
    """The tiles of a folder in a picture of WIDTH to HEIGHT; none when it holds no bytes."""
    return _tiles(listing, folder, Rectangle(0, 0, WIDTH, HEIGHT), MOST_TILES, DEPTH)


def _tiles(listing: Listing, folder: str, room: Rectangle, most: int, depth: int) -> list[Tile]:
    rows = [row for row in listing.rows(folder) if row.stored]
    drawn_rows, rest = (rows[: most - 1], rows[most - 1 :]) if len(rows) > most else (rows, [])
    sizes = [row.stored for row in drawn_rows]
    left = sum(row.stored for row in rest)
    places = squarified([*sizes, left] if rest else sizes, room)
    tiles = [
        _tile(listing, row, _rounded(at), depth)
        for row, at in zip(drawn_rows, places, strict=False)
        if at.width >= SMALLEST and at.height >= SMALLEST
    ]
    if rest:
        tiles.append(_rest(_rounded(places[-1]), len(rest), left))
    return tiles


def _tile(listing: Listing, row: Row, at: Rectangle, depth: int) -> Tile:
    inner: tuple[Tile, ...] = ()
    if row.is_folder and depth and at.width > LEAST_WIDTH and at.height > LEAST_HEIGHT:
        within = Rectangle(EDGE, HEAD, at.width - 2 * EDGE, at.height - HEAD - EDGE)
        inner = tuple(_tiles(listing, row.path, within, MOST_INNER, depth - 1))
    hidden = 0.0 if inner else round(at.height * row.hidden / row.stored, 1)
    named = at.width >= 44 and at.height >= 20
    return Tile(row, at, hidden, named, at.width >= 190 and at.height >= 60, inner, size=row.stored)


def _rest(at: Rectangle, count: int, size: int) -> Tile:
    return Tile(None, at, 0.0, False, False, count=count, size=size)


def _rounded(at: Rectangle) -> Rectangle:
    """To a tenth, edges that meet staying together."""
    x, y = round(at.x, 1), round(at.y, 1)
    return Rectangle(x, y, round(at.x + at.width - x, 1), round(at.y + at.height - y, 1))
