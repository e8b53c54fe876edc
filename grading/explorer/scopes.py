"""What of an image is looked at, as a listing: all of it, one layer, or the difference to another image."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from grading.explorer.listing import ADDED, CHANGED, REMOVED, Item, Listing
from grading.explorer.replay import Replay, content_sizes
from grading.tree.final import Shown
from grading.tree.layer import FILE, FOLDER


def whole(image: Replay) -> Listing:
    """Everything that its layers store, with signs for what was done to the base image.

    All bytes together are the image's size: seen, or hidden at the path where they were written.
    """
    return Listing(_whole(image))


def _whole(image: Replay) -> Iterator[tuple[str, Item]]:
    moved = content_sizes(image.final)
    hidden: dict[str, int] = defaultdict(int)
    written = {}  # by path, the highest layer that hides bytes there
    for number, layer in enumerate(image.layers):
        for path in image.final.unseen(number):
            hidden[path] += layer.entries[path].stored
            written[path] = number
    for path, shown in image.final.shown.values.items():
        was = image.base.get(path)
        if shown.entry.kind == FOLDER:
            yield path, Item(FOLDER)
            continue
        before = was.entry.stored if was else 0
        sign = "" if was is shown else CHANGED if _is_file(was) else ADDED
        size = moved.get(path, shown.entry.stored)
        yield path, Item(shown.entry.kind, size, hidden.pop(path, 0), before, sign, shown.layer)
    for path, was in image.base.items():
        if _is_file(was) and not _is_file(image.final.shown.values.get(path)):
            size = hidden.pop(path, 0)
            yield path, Item(was.entry.kind, 0, size, was.entry.stored, REMOVED, written.get(path))
    for path, size in hidden.items():  # written and removed again above the base
        if size:
            yield path, Item(FILE, 0, size, 0, REMOVED, written[path])


def of_layer(image: Replay, number: int) -> Listing:
    """What one layer stores, and what it takes away; hidden is what the finished image does not show of it."""
    return Listing(_of_layer(image, number))


def _of_layer(image: Replay, number: int) -> Iterator[tuple[str, Item]]:
    unseen, before, changes = image.final.unseen(number), image.before[number], image.changes[number]
    changed = set(changes.changed)
    for path, entry in image.layers[number].entries.items():
        if entry.kind == FOLDER:
            yield path, Item(FOLDER)
            continue
        size, hidden = (0, entry.stored) if path in unseen else (entry.stored, 0)
        sign = CHANGED if path in changed else ADDED
        yield path, Item(entry.kind, size, hidden, before.get(path, 0), sign, number)
    for path in changes.removed:
        yield path, Item(FILE, before=before.get(path, 0), sign=REMOVED)


def difference(now: Mapping[str, Shown], before: Mapping[str, Shown]) -> Listing:
    """What one image shows beside what another one does, from before to now.

    A file is changed when its kind, length, rights, owner or link is another: content is not looked at.
    """
    return Listing(_difference(now, before))


def _difference(now: Mapping[str, Shown], before: Mapping[str, Shown]) -> Iterator[tuple[str, Item]]:
    for path, shown in now.items():
        was = before.get(path)
        if shown.entry.kind == FOLDER:
            yield path, Item(FOLDER)
        elif was is not None and _is_file(was):
            sign = "" if was.entry == shown.entry else CHANGED
            yield path, Item(shown.entry.kind, shown.entry.stored, 0, was.entry.stored, sign, shown.layer)
        else:
            yield path, Item(shown.entry.kind, shown.entry.stored, 0, 0, ADDED, shown.layer)
    for path, was in before.items():
        if _is_file(was) and not _is_file(now.get(path)):
            yield path, Item(was.entry.kind, 0, 0, was.entry.stored, REMOVED)


def _is_file(shown: Shown | None) -> bool:
    return shown is not None and shown.entry.kind != FOLDER
