"""The check of what layers carry and the finished image does not show."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.credit import straight_line
from grading.checks.kind import NO_IMAGE, Kind
from grading.checks.sizes import require_size
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from labs.checkkinds import CheckError
from labs.spec import LabSpec


class HiddenBytes(Kind):
    """Little in the image's layers is invisible in the finished image.

    A file that a later layer removes, replaces or covers stays in its own layer: it is sent and stored, and nobody
    sees it. Hidden bytes are the sizes of all layers added up, less what the finished image shows. What the base
    image hides by itself does not count; files of the base image that are removed do.

    - `full`: up to this size all points are earned.
    - `zero`: from this size on, none; between the two, points fall in a straight line.

    ```toml
    [[checks]]
    kind = "hidden-bytes"
    points = 20
    full = "100kB"
    zero = "20MB"
    ```
    """

    keys = ("full", "zero")

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        full = require_size("full", parameters.get("full"))
        if require_size("zero", parameters.get("zero")) <= full:
            raise CheckError("zero", gettext("expected more than full"))

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        full, zero = (require_size(key, parameters[key]) for key in self.keys)
        hidden = work.image.own_hidden_bytes
        fraction = straight_line(hidden, full, zero)
        if fraction == 1:
            return Finding(
                1.0, Message(_("Hidden in the layers: %(hidden_bytes)s."), {"hidden_bytes": hidden})
            )
        says = {"hidden_bytes": hidden, "full_bytes": full, "zero_bytes": zero}
        layer = max(work.image.own_layers, key=lambda one: one.hidden, default=None)
        if layer is None or not layer.hidden or layer.line is None:
            return Finding(fraction, Message(_SAYS, says))
        says |= {"at": layer.line, "layer_bytes": layer.hidden}
        return Finding(fraction, Message(_SAYS_LINE, says), Evidence(line=layer.line, layer=layer.index))


_SAYS = _(
    "Hidden in the layers: %(hidden_bytes)s that the finished image does not show; "
    "%(full_bytes)s earn all points, %(zero_bytes)s none."
)
_SAYS_LINE = _(
    "Hidden in the layers: %(hidden_bytes)s that the finished image does not show; "
    "%(full_bytes)s earn all points, %(zero_bytes)s none. The layer of line %(at)s carries %(layer_bytes)s of them."
)
