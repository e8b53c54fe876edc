"""An instruction that there is none of, and the one that was meant."""

from __future__ import annotations

import difflib

from django.utils.translation import gettext_noop as _

from grading.messages import Message

NAMES = (
    "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER",
    "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
)  # fmt: skip
SURE = 0.65  # how much of a mistyped name must be right, as difflib counts it
MAX_NAME = 40  # characters of it that are said


def unknown(name: str) -> Message:
    """BuildKit names one that was meant too, but of several that are as near another one each time."""
    near = difflib.get_close_matches(name, NAMES, 1, SURE)
    if near:
        text = _("%(name)s is no instruction: did you mean %(near)s?")
        return Message(text, {"name": name[:MAX_NAME], "near": near[0]})
    return Message(_("%(name)s is no instruction."), {"name": name[:MAX_NAME]})
