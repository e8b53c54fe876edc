"""The check of how large the image is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.credit import straight_line
from grading.checks.kind import NO_IMAGE, Kind
from grading.checks.sizes import size
from grading.facts import ImageFacts, Layer
from grading.faults import LabFault
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec

_TIMES = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)x", re.ASCII)


class ImageSize(Kind):
    """The image, or what it adds to its base, is not larger than asked for.

    - `full`: up to this size all points are earned.
    - `zero`: from this size on, none; between the two, points fall in a straight line.
    - `of`: `"total"` (the default) or `"own"`, the bytes above the base image.

    Sizes are absolute (`"60MB"` is 60,000,000 bytes, `"60MiB"` is 60 × 1,048,576), or times the size of the
    lab's own solution as built on this installation (`"1.1x"`), both of the same sort. An image's size is the
    sum of its layers, a layer's the sum of the files in its tar.

    ```toml
    [[checks]]
    kind = "image-size"
    points = 50
    of = "own"
    full = "1.1x"
    zero = "2x"
    ```
    """

    keys = ("full", "zero", "of")

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        full, full_is_times = _size("full", parameters.get("full"))
        zero, zero_is_times = _size("zero", parameters.get("zero"))
        if full_is_times != zero_is_times:
            raise CheckError(
                "zero", gettext('expected the same sort as full: both like "1.1x" or both like "60MB"')
            )
        if full_is_times and full < 1:
            raise CheckError(
                "full", gettext('expected at least "1x": the lab\'s own solution must earn all points')
            )
        if full >= zero:
            raise CheckError("zero", gettext("expected more than full"))
        if parameters.get("of", "total") not in ("total", "own"):
            raise CheckError("of", instead(gettext('expected "total" or "own"'), parameters["of"]))

    def needs_reference(self, parameters: Parameters) -> bool:
        return _size("full", parameters.get("full"))[1]

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        own = parameters.get("of", "total") == "own"
        measured = _measure(work.image, own)
        full, zero = (self._target(key, parameters, work.reference, own) for key in ("full", "zero"))
        fraction = straight_line(measured, full, zero)
        layer = max(work.image.own_layers, key=lambda one: one.size, default=None)
        evidence = Evidence(line=layer.line, layer=layer.index) if layer else Evidence()
        return Finding(fraction, _say(fraction, own, measured, full, zero, layer), evidence)

    def _target(self, key: str, parameters: Parameters, reference: ImageFacts | None, own: bool) -> int:
        number, is_times = _size(key, parameters.get(key))
        if not is_times:
            return int(number)
        measured = _measure(reference, own) if reference else 0
        if not measured:
            raise LabFault(
                _("image-size: the lab's own solution was not measured or is empty on this installation.")
            )
        return int(number * measured)


def _measure(image: ImageFacts, own: bool) -> int:
    return image.own_size if own else image.size


def _size(key: str, value: Any) -> tuple[Decimal, bool]:
    """A number of bytes and False, or of times the reference and True; CheckError."""
    text = value if isinstance(value, str) else ""
    times, absolute = _TIMES.fullmatch(text), size(text)
    if times:
        return Decimal(times[1]), True
    if absolute is not None:
        return absolute, False
    raise CheckError(key, instead(gettext('expected a size such as "60MB", "60MiB" or "1.1x"'), value))


_WITHIN = (
    _("The image has %(size_bytes)s, at most %(full_bytes)s were asked for."),
    _("The image adds %(size_bytes)s to its base, at most %(full_bytes)s were asked for."),
)
_ABOVE = (
    _("The image has %(size_bytes)s: %(full_bytes)s earn all points, %(zero_bytes)s none."),
    _("The image adds %(size_bytes)s to its base: %(full_bytes)s earn all points, %(zero_bytes)s none."),
)
_ABOVE_LINE = (
    _(
        "The image has %(size_bytes)s: %(full_bytes)s earn all points, %(zero_bytes)s none. "
        "Line %(at)s added %(layer_bytes)s."
    ),
    _(
        "The image adds %(size_bytes)s to its base: %(full_bytes)s earn all points, %(zero_bytes)s none. "
        "Line %(at)s added %(layer_bytes)s."
    ),
)


def _say(fraction: float, own: bool, measured: int, full: int, zero: int, layer: Layer | None) -> Message:
    sentences: Sequence[str] = _WITHIN if fraction == 1 else _ABOVE
    params: dict[str, Any] = {"size_bytes": measured, "full_bytes": full}
    if fraction < 1:
        params["zero_bytes"] = zero
        if layer is not None and layer.line is not None and layer.size:
            sentences = _ABOVE_LINE
            params |= {"at": layer.line, "layer_bytes": layer.size}
    return Message(sentences[own], params)
