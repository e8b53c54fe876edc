"""Images that a docker command is about and that no command before it makes: docker says it only after the build."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext

from grading.commands import BuildCommand, Command, PullCommand, RunCommand, TagCommand
from grading.references import DEFAULT_TAG, Reference


def unmade(commands: Sequence[Command], bases: Collection[str]) -> Iterator[tuple[int, str]]:
    """The line of each `docker tag` and `docker run` of such an image, and what to say of it. `bases` are the complete
    names of the lab's base images.
    """
    made: dict[str, str] = {}  # as people write it, by its complete name
    for command in commands:
        image = _wanted(command)
        if image and not image.digest and image.canonical not in {*made, *bases}:
            yield command.line, _words(_short(image), made)
        made |= {one.canonical: _short(one) for one in _names(command)}


def _wanted(command: Command) -> Reference | None:
    if isinstance(command, TagCommand):
        return command.source
    return command.image if isinstance(command, RunCommand) else None


def _names(command: Command) -> Sequence[Reference]:
    if isinstance(command, BuildCommand):
        return command.tags
    if isinstance(command, TagCommand):
        return (command.target,)
    return (command.image,) if isinstance(command, PullCommand) else ()


def _short(image: Reference) -> str:
    return image.familiar.removesuffix(f":{DEFAULT_TAG}")


def _words(name: str, made: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(name, made.values(), 1)
    if near:
        said = {"image": name, "near": near[0]}
        return gettext("No docker command above makes the image %(image)s: did you mean %(near)s?") % said
    return gettext("No docker command above makes the image %(image)s.") % {"image": name}
