"""Names of images, stages, variables and files as they stand in docker commands; LearnerFault for wrong ones."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop as _

from grading.faults import LearnerFault
from grading.references import Reference, parse_reference

VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def new_tag(text: str) -> Reference:
    """A name that an image is to be given."""
    reference = parse_reference(text)
    if reference.digest:
        raise LearnerFault(_("%(tag)s is no tag to give: a digest cannot be chosen."), tag=text)
    return reference


def one_image(command: str, words: list[str]) -> Reference:
    """The one image that a command is about."""
    if len(words) != 1:
        raise LearnerFault(
            _("%(command)s takes the name of one image, this line has %(count)s."),
            command=command,
            count=len(words),
        )
    return parse_reference(words[0])
