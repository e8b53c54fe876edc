"""What every kind of check is made of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from typing import ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.messages import Message
from grading.outcome import Finding, Parameters, Work
from grading.probes import Probe
from labs.checkkinds import CheckError
from labs.instead import instead
from labs.spec import LabSpec

NO_IMAGE = Finding(0.0, Message(_("No image was built, so there is nothing to look at.")), looked=False)


class Kind(ABC):
    """One kind of check. Authors read the docstring of each: its parameters, their units, an example."""

    keys: ClassVar[tuple[str, ...]] = ()
    partial: ClassVar[bool] = True  # whether a part of the points can be earned
    asks: ClassVar[str] = ""  # what its probes take, for the index of docs/checks.md

    @abstractmethod
    def validate(self, parameters: Parameters, lab: LabSpec | None) -> None:
        """Raise CheckError unless the values are right; unknown keys were refused before."""

    @abstractmethod
    def judge(self, parameters: Parameters, work: Work) -> Finding:
        """Judge one built submission with parameters that were validated."""

    def probes(self, parameters: Parameters) -> tuple[Probe, ...]:
        """What must be asked while the daemon lives; `work.answer` has the answers."""
        return ()

    def needs_reference(self, parameters: Parameters) -> bool:
        """Whether `work.reference`, the lab's own solution measured here, must be known."""
        return False


def require_table(value: object, key: str, known: Collection[str]) -> None:
    """A table that has no other keys; CheckError, which names the one that is not known."""
    expected = ", ".join(known)
    if not isinstance(value, Mapping):
        raise CheckError(
            key,
            instead(gettext("expected a table with %(known)s") % {"known": expected}, value),
        )
    for name in value:
        if name not in known:
            raise CheckError(
                f"{key}.{name}", gettext("unknown key, expected one of %(known)s") % {"known": expected}
            )


def require_integer(parameters: Parameters, key: str) -> int:
    """A whole number from 0; CheckError."""
    value = parameters.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise CheckError(key, instead(gettext("expected a whole number from 0"), value))
    return value


def require_truth(parameters: Parameters, key: str) -> bool:
    """`true` or `false`, the latter also when it is not written; CheckError."""
    value = parameters.get(key, False)
    if not isinstance(value, bool):
        raise CheckError(key, instead(gettext("expected true or false"), value))
    return value
