"""The layers put on top of each other, with what each found and what the base image alone shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grading.tree.final import Final, Replaced
from grading.tree.layer import LayerFiles


@dataclass(frozen=True)
class Replay:
    """`base` is the base image alone; `changes` are by layer."""

    final: Final
    base: Final
    changes: Sequence[Replaced]

    @property
    def layers(self) -> Sequence[LayerFiles]:
        return self.final.layers

    @property
    def paths(self) -> int:
        """How many entries its layers have, as a measure of the memory that it takes."""
        return sum(len(layer.entries) for layer in self.layers)


def replay(layers: Sequence[LayerFiles], base_layers: int) -> Replay:
    """The lowest `base_layers` are those of the base image."""
    base = Final()
    changes = [base.add(layer) for layer in layers[:base_layers]]
    final = base.copy()
    changes += [final.add(layer) for layer in layers[base_layers:]]
    return Replay(final, base, changes)


def content_sizes(final: Final) -> dict[str, int]:
    """Of hard links whose first name is not seen any more: the bytes of the content, at one of the names that are."""
    return {
        path: layer.entries[first].stored
        for number, layer in enumerate(final.layers)
        for first, path in final.links(number).items()
    }
