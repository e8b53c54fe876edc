"""Treemaps as pages show them: each tile with its name, its colour, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grading.explorer import picture
from grading.explorer.costs import Row
from grading.explorer.listing import Listing
from grading.explorer.names import query, visible_name
from grading.explorer.pages import Asked, origin_of
from grading.explorer.picture import Measure, Tile
from grading.facts import ImageFacts

Colour = Callable[[Row], str]


@dataclass(frozen=True)
class Drawn:
    """`colour` is a class of the style sheet; `url` leads into a folder."""

    tile: Tile
    name: str
    colour: str
    url: str
    inner: tuple[Drawn, ...]


def by_layer(listing: Listing, folder: str, facts: ImageFacts, asked: Asked) -> list[Drawn]:
    """What a folder costs, in the colours of the layers."""

    def colour(row: Row) -> str:
        origin = origin_of(row, facts)
        return origin.hue if origin else "rest"

    return [_drawn(one, colour, asked) for one in picture.drawn(listing, folder)]


def by_sign(listing: Listing, folder: str, asked: Asked, measure: Measure, share: float) -> list[Drawn]:
    """One side of a comparison, as large as its `share` of the larger side, in the colours of the signs."""

    def colour(row: Row) -> str:
        return f"tile-{row.sign or 'same'}"

    return [_drawn(one, colour, asked) for one in picture.drawn(listing, folder, measure, share)]


def _drawn(tile: Tile, colour: Colour, asked: Asked) -> Drawn:
    row = tile.row
    if row is None:
        return Drawn(tile, "", "rest", "", ())
    url = query(**asked, at=row.path) if row.is_folder else ""
    inner = tuple(_drawn(one, colour, asked) for one in tile.inner)
    return Drawn(tile, visible_name(row.name), colour(row), url, inner)
