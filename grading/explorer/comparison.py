"""An image beside another: what got bigger, smaller, is new or gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grading.explorer.costs import ADDED, CHANGED, REMOVED, Item, Row
from grading.explorer.listing import Listing
from grading.facts import ImageFacts

KINDS: dict[str, Callable[[Item], bool]] = {
    "bigger": lambda item: item.sign == CHANGED and item.size > item.before,
    "smaller": lambda item: item.sign == CHANGED and item.size < item.before,
    "new": lambda item: item.sign == ADDED,
    "gone": lambda item: item.sign == REMOVED,
}


@dataclass(frozen=True)
class Figure:
    """One number of both images."""

    name: str  # size, own_size, own_hidden_bytes, layers, files
    before: int
    now: int

    @property
    def growth(self) -> int:
        return self.now - self.before


def figures(now: ImageFacts, before: ImageFacts, listing: Listing) -> list[Figure]:
    """What can be said of both in a number; sizes in bytes."""
    gone, new = (listing.total.signs.get(sign, 0) for sign in (REMOVED, ADDED))
    found = [
        Figure(name, getattr(before, name), getattr(now, name))
        for name in ("size", "own_size", "own_hidden_bytes")
    ]
    files = listing.total.files
    return [
        *found,
        Figure("layers", len(before.layers), len(now.layers)),
        Figure("files", files - new, files - gone),
    ]


def counts(listing: Listing) -> dict[str, int]:
    """How many files there are of each of KINDS."""
    differing = [item for _, item in listing.files() if item.sign]
    return {name: sum(map(matches, differing)) for name, matches in KINDS.items()}


def differing(rows: list[Row]) -> list[Row]:
    """The rows of a folder that are not the same in both, what moved most first."""
    kept = [row for row in rows if row.sign or row.growth]
    return sorted(kept, key=lambda row: (-abs(row.growth), -row.stored, row.path))
