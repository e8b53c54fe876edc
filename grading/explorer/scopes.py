"""What of an image is looked at, as a listing: all of it, one layer, or the difference to another image."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from grading.explorer.costs import ADDED, CHANGED, REMOVED, Item, an_item
from grading.explorer.listing import Listing
from grading.explorer.replay import Replay, content_sizes
from grading.tree.final import Final
from grading.tree.layer import FILE, FOLDER, Entry


def whole(image: Replay) -> Listing:
    """Everything that its layers store, with signs for what was done to the base image.

    All bytes together are the image's size: seen, or hidden at the path where they were written.
    """
    return Listing(_whole(image), image.final.folders())


def _whole(image: Replay) -> Iterator[tuple[str, Item]]:
    final, base = image.final, _entries(image.base)
    moved = content_sizes(final)
    hidden: dict[str, int] = defaultdict(int)
    written = {}  # by path, the highest layer that hides bytes there
    for number, files in enumerate(image.layers):
        for path in final.unseen(number):
            hidden[path] += files.entries[path].stored
            written[path] = number
    for path, entry, number in final.files():
        was = base.pop(path, None)
        before, sign = (0, ADDED) if was is None else (was.stored, "" if was is entry else CHANGED)
        size = moved.get(path, entry.stored)
        yield path, an_item((entry.kind, size, hidden.pop(path, 0), before, sign, number))
    for path, was in base.items():
        yield path, Item(was.kind, 0, hidden.pop(path, 0), was.stored, REMOVED, written.get(path))
    for path, size in hidden.items():  # written and removed again above the base
        if size:
            yield path, Item(FILE, 0, size, 0, REMOVED, written[path])


def of_layer(image: Replay, number: int) -> Listing:
    """What one layer stores, and what it takes away; hidden is what the finished image does not show of it."""
    entries = image.layers[number].entries
    folders = [path for path, entry in entries.items() if entry.kind == FOLDER]
    return Listing(_of_layer(image, number), folders)


def _of_layer(image: Replay, number: int) -> Iterator[tuple[str, Item]]:
    unseen, (_, changed, removed) = image.final.unseen(number), image.changes[number]
    for path, entry in image.layers[number].entries.items():
        if entry.kind != FOLDER:
            size, hidden = (0, entry.stored) if path in unseen else (entry.stored, 0)
            before, sign = (changed[path].entry.stored, CHANGED) if path in changed else (0, ADDED)
            yield path, an_item((entry.kind, size, hidden, before, sign, number))
    for path, was in removed.items():
        yield path, Item(FILE, before=was.entry.stored, sign=REMOVED)


def difference(now: Final, before: Final) -> Listing:
    """What one image shows beside what another one does, from before to now.

    A file is changed when its kind, length, rights, owner or link is another: content is not looked at.
    """
    return Listing(_difference(now, before), now.folders())


def _difference(now: Final, before: Final) -> Iterator[tuple[str, Item]]:
    gone = _entries(before)
    for path, entry, number in now.files():
        was = gone.pop(path, None)
        stood, sign = (0, ADDED) if was is None else (was.stored, "" if was == entry else CHANGED)
        yield path, an_item((entry.kind, entry.stored, 0, stood, sign, number))
    for path, was in gone.items():
        yield path, Item(was.kind, 0, 0, was.stored, REMOVED)


def _entries(image: Final) -> dict[str, Entry]:
    return {path: entry for path, entry, _ in image.files()}
