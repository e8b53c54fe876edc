"""Build arguments that a Dockerfile has no ARG for: BuildKit ignores them, with a warning that nobody sees."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from django.utils.translation import gettext

from grading.commands import BuildCommand
from grading.dockerfile import Dockerfile, shellwords

MAX_NAME = 100  # characters of a name that is said to be unknown
# What counts without an ARG: https://docs.docker.com/reference/dockerfile/#predefined-args, and for --platform in FROM.
_PREDEFINED = {f"{name}_PROXY" for name in ("HTTP", "HTTPS", "FTP", "NO", "ALL")} | {"SOURCE_DATE_EPOCH"}
_PREDEFINED |= {
    f"{of}{what}" for of in ("BUILD", "TARGET") for what in ("PLATFORM", "OS", "OSVERSION", "ARCH", "VARIANT")
}


def unknown_arguments(dockerfile: Dockerfile, build: BuildCommand) -> Iterator[str]:
    """What to say of each --build-arg of this build of the Dockerfile that none of its ARGs declares."""
    try:
        declared = set(_declared(dockerfile))
    except shellwords.WordError:
        return
    for name in build.build_args:
        if name not in declared and name.upper() not in _PREDEFINED:
            yield _words(name[:MAX_NAME], difflib.get_close_matches(name, declared, 1))


def _declared(dockerfile: Dockerfile) -> Iterator[str]:
    for written in dockerfile.instructions:
        instruction = written.trigger or written
        if instruction.name == "ARG":
            yield from (word.partition("=")[0] for word in shellwords.split(instruction.value))


def _words(name: str, near: list[str]) -> str:
    if near:
        said = {"name": name, "near": near[0]}
        return gettext("The Dockerfile has no ARG %(name)s: did you mean %(near)s?") % said
    return gettext("The Dockerfile has no ARG %(name)s: the value is not used.") % {"name": name}
