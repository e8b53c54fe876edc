"""The Dockerfile, each instruction with the layers that it made and what they cost."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from grading.dockerfile import Instruction
from grading.facts import ImageFacts, Layer
from grading.lastbuild import LastBuild

MAX_TEXT = 2000  # characters of an instruction that are shown
MAX_WORDS = 100  # of an instruction where there is room for a line


@dataclass(frozen=True)
class CostedLine:
    """An instruction as it is written, or a layer that none is known of (then `line` is None).

    `outside` says that it is of a build stage of which the image took no layer as such; `taken_by` are then the lines
    that copied what it made, or from its stage where it cannot be told what made that. `built` is false for a line of a
    stage that the image needed nothing of, which BuildKit leaves out. `hidden_before` are bytes that the base image
    hides by itself: they are no line's doing.
    """

    line: int | None
    text: str
    layers: tuple[Layer, ...] = ()
    is_base: bool = False
    outside: bool = False
    taken_by: tuple[int, ...] = ()
    built: bool = True
    hidden_before: int = 0

    @property
    def size(self) -> int:
        return sum(layer.size for layer in self.layers)

    @property
    def hidden(self) -> int:
        """All lines together are the image's own hidden bytes."""
        return sum(layer.hidden for layer in self.layers) - self.hidden_before

    @property
    def seen(self) -> int:
        return self.size - self.hidden

    @property
    def short(self) -> str:
        """On one line."""
        words = " ".join(self.text.split())
        return words if len(words) <= MAX_WORDS else f"{words[: MAX_WORDS - 1]}…"


def costed(build: LastBuild, facts: ImageFacts) -> list[CostedLine]:
    """All instructions of the Dockerfile, then the layers that belong to none of them."""
    base = tuple(layer for layer in facts.layers if layer.base)
    path = [stage.index for stage in build.stages]
    needed, source = build.needed, build.text.split("\n")
    found = [_line(one, source, facts, path, needed) for one in build.dockerfile.instructions]
    placed = {layer.index for line in found for layer in line.layers}
    rest = [layer for layer in facts.layers if layer.index not in placed]
    if not any(line.is_base for line in found) and base:
        text, before = f"FROM {facts.base_image or ''}".strip(), facts.base_hidden_bytes
        found.insert(0, CostedLine(None, text, base, is_base=True, hidden_before=before))
        rest = [layer for layer in rest if not layer.base]
    return [*found, *(CostedLine(layer.line, layer.instruction[:MAX_TEXT], (layer,)) for layer in rest)]


def _line(
    one: Instruction, source: Sequence[str], facts: ImageFacts, path: Sequence[int], needed: Set[int]
) -> CostedLine:
    text = "\n".join(source[one.line - 1 : one.end_line])[:MAX_TEXT]
    own = facts.own_layers
    is_base = one.name == "FROM" and one.stage in path[:1]
    layers = [layer for layer in own if layer.line == one.line and one.name != "FROM"]
    if is_base:
        layers = [layer for layer in facts.layers if layer.base]
    outside = not layers and one.stage is not None and one.stage not in path
    taken = [layer.line for layer in own if layer.line and _took(layer, one)] if outside else []
    before = facts.base_hidden_bytes if is_base else 0
    built = not outside or one.stage in needed
    return CostedLine(one.line, text, tuple(layers), is_base, outside, tuple(taken), built, before)


def _took(layer: Layer, one: Instruction) -> bool:
    """Whether the layer is a COPY of what this instruction made, or of anything of its stage."""
    if layer.from_line is None:
        return layer.from_stage is not None and layer.from_stage == one.stage
    return layer.from_line == one.line
