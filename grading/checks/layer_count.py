"""The check of how many layers the image adds to its base."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.credit import straight_line
from grading.checks.kind import NO_IMAGE, Kind, require_integer
from grading.dockerfile import Dockerfile
from grading.facts import Layer
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from labs.checkkinds import CheckError
from labs.spec import LabSpec


class LayerCount(Kind):
    """The image adds few layers to its base.

    Layers of the base do not count, nor do instructions that make none, such as ENV or CMD.

    - `full`: up to this many own layers, all points.
    - `zero`: from this many on, none; between the two, points fall in a straight line.

    ```toml
    [[checks]]
    kind = "layer-count"
    points = 20
    full = 4
    zero = 8
    ```
    """

    keys = ("full", "zero")

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        if require_integer(parameters, "zero") <= require_integer(parameters, "full"):
            raise CheckError("zero", gettext("expected more than full"))

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        full, zero = parameters["full"], parameters["zero"]
        layers = work.image.own_layers
        fraction = straight_line(len(layers), full, zero)
        if fraction == 1:
            said = Message(
                _("Layers added to the base: %(count)s; at most %(full)s were asked for."),
                {"count": len(layers), "full": full},
            )
            return Finding(fraction, said)
        said = Message(
            _("Layers added to the base: %(count)s; %(full)s earn all points, %(zero)s none."),
            {"count": len(layers), "full": full, "zero": zero},
        )
        spare = _spare(layers, full, work.dockerfile)
        return Finding(fraction, said, Evidence(line=spare.line, layer=spare.index))


def _spare(layers: tuple[Layer, ...], full: int, dockerfile: Dockerfile) -> Layer:
    """A layer to merge: the first made by the same instruction as the one before, else the first too many."""
    names = [_instruction(layer, dockerfile) for layer in layers]
    for layer, name, before in zip(layers[1:], names[1:], names, strict=False):
        if name in ("RUN", "COPY", "ADD") and name == before:
            return layer
    return layers[full]


def _instruction(layer: Layer, dockerfile: Dockerfile) -> str:
    found = dockerfile.instruction_at(layer.line) if layer.line is not None else None
    return found.name if found else ""
