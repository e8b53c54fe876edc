"""The layers put on top of each other, with what each found and what stood there before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grading.tree.final import Changes, Final, Shown
from grading.tree.layer import FILE, LayerFiles


@dataclass(frozen=True)
class Replay:
    """`base` is what the base image alone shows; `changes` and `before` are by layer, the latter the bytes that stood
    at each path that the layer changed or removed.
    """

    layers: Sequence[LayerFiles]
    final: Final
    base: Mapping[str, Shown]
    changes: Sequence[Changes]
    before: Sequence[Mapping[str, int]]
    base_hidden: Sequence[int]  # bytes that the base image alone hides, by layer

    @property
    def paths(self) -> int:
        """How many entries its layers have, as a measure of the memory that it takes."""
        return sum(len(layer.entries) for layer in self.layers)


def replay(layers: Sequence[LayerFiles], base_layers: int) -> Replay:
    """The lowest `base_layers` are those of the base image."""
    final, base, base_hidden = Final(), dict[str, Shown](), list[int]()
    changes, before = [], []
    sizes: dict[str, int] = {}  # of what the image shows so far and a layer has touched
    for number, layer in enumerate(layers):
        found = final.add(layer)
        before.append({path: sizes.get(path, 0) for path in (*found.changed, *found.removed)})
        for path in (*found.added, *found.changed):
            sizes[path] = final.shown.values[path].entry.stored
        changes.append(found)
        if number == base_layers - 1:
            base, base_hidden = dict(final.shown.values), final.hidden()
    return Replay(layers, final, base, changes, before, base_hidden)


def content_sizes(final: Final) -> dict[str, int]:
    """Of hard links whose first name is not seen any more: the bytes of the content, at one of the names that are."""
    found: dict[str, int] = {}
    credited = set()
    for path, shown in final.shown.values.items():
        entry = shown.entry
        if entry.kind != FILE or not entry.link:
            continue
        first = final.shown.values.get(entry.link)
        original = final.layers[shown.layer].entries.get(entry.link)
        if original is None or (first is not None and first.entry is original):
            continue
        if (shown.layer, entry.link) not in credited:
            credited.add((shown.layer, entry.link))
            found[path] = original.stored
    return found
