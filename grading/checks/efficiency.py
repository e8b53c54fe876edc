"""The check of how little of the image is stored twice."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks.kind import NO_IMAGE, Kind
from grading.messages import Message
from grading.outcome import Evidence, Finding, Parameters, Work
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec


class Efficiency(Kind):
    """Few paths are written in more than one layer, as the tool dive measures it.

    The efficiency is, in percent, the least size of every path added up, over all sizes of every path added up. A
    removed file counts as written again with nothing.

    - `full`: from this many percent on all points are earned.
    - `zero`: up to this many, none; between the two, points rise in a straight line.

    ```toml
    [[checks]]
    kind = "efficiency"
    points = 20
    full = 98
    zero = 80
    ```
    """

    keys = ("full", "zero")

    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        if _percent("full", parameters) <= _percent("zero", parameters):
            raise CheckError("zero", gettext("expected less than full"))

    def judge(self, parameters: Parameters, work: Work) -> Finding:
        if work.image is None:
            return NO_IMAGE
        full, zero = parameters["full"], parameters["zero"]
        percent = 100 * work.image.efficiency
        fraction = min(1.0, max(0.0, (percent - zero) / (full - zero)))
        says: dict[str, Any] = {"percent": round(percent, 1), "full": full, "zero": zero}
        if fraction == 1:
            return Finding(1.0, Message(_("The image's efficiency is %(percent)s %%."), says))
        worst = next(iter(work.image.wasted_files), None)
        if worst is None:
            return Finding(fraction, Message(_SAYS, says))
        says |= {"path": worst.path, "count": worst.count, "file_bytes": worst.bytes}
        return Finding(fraction, Message(_SAYS_PATH, says), Evidence(path=worst.path))


_SAYS = _("The image's efficiency is %(percent)s %%: %(full)s %% earn all points, %(zero)s %% none.")
_SAYS_PATH = _(
    "The image's efficiency is %(percent)s %%: %(full)s %% earn all points, %(zero)s %% none. "
    "%(path)s was written %(count)s times, %(file_bytes)s in all."
)


def _percent(key: str, parameters: Parameters) -> float:
    value = parameters.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise CheckError(key, instead(gettext("expected a number of percent from 0 to 100"), value))
    return value
