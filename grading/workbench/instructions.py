"""Instructions at which BuildKit fails before it builds anything; what it says of them comes too late for who mistyped
one.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from grading.dockerfile import Dockerfile
from grading.dockerfile.unknown import NAMES, unknown


def impossible(dockerfile: Dockerfile) -> Iterator[tuple[int, str]]:
    """The line of each that BuildKit does not know, or not before a FROM, and what to say of it."""
    for one in dockerfile.instructions:
        if one.name not in NAMES:
            yield one.line, str(unknown(one.name))
        elif dockerfile.stages and one.stage is None and one.name != "ARG":
            # Without any FROM, the gate says that.
            yield one.line, gettext("%(name)s stands before FROM: only ARG may.") % {"name": one.name}
