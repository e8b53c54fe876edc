"""`docker tag` and `docker rmi`: names that images are given and lose."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from grading.commands.command import ClientCommand, Command, Forms
from grading.commands.names import new_tag
from grading.commands.options import Options
from grading.faults import LearnerFault
from grading.references import Reference, parse_reference

_TAG = Options("docker tag", "")
_RMI = Options("docker rmi", "")


@dataclass(frozen=True)
class TagCommand(Command):
    """`docker tag SOURCE TARGET`."""

    source: Reference
    target: Reference


@dataclass(frozen=True)
class RemoveCommand(ClientCommand):
    """`docker rmi NAME…`: an image goes when its last name does."""

    images: tuple[Reference, ...]

    @property
    def arguments(self) -> tuple[str, ...]:
        return ("rmi", *(image.familiar for image in self.images))


def _tag(line: int, words: list[str]) -> TagCommand:
    _none, words = _TAG.read(words)
    if len(words) != 2:
        raise LearnerFault(
            _("docker tag takes two names, SOURCE and TARGET, this line has %(count)s."), count=len(words)
        )
    return TagCommand(line, parse_reference(words[0]), new_tag(words[1]))


def _remove(line: int, words: list[str]) -> RemoveCommand:
    _none, words = _RMI.read(words)
    if not words:
        raise LearnerFault(_("docker rmi takes the names of the images to remove."))
    return RemoveCommand(line, tuple(parse_reference(word) for word in words))


FORMS: Forms = {
    ("tag",): _tag, ("image", "tag"): _tag,
    ("rmi",): _remove, ("image", "rm"): _remove,
}  # fmt: skip
