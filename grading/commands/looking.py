"""`docker images`, `docker history` and `docker inspect`: commands that only look at images."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from grading.commands.command import ClientCommand, Forms
from grading.commands.names import one_image
from grading.commands.options import Options
from grading.faults import LearnerFault
from grading.references import Reference, parse_reference

MAX_FORMAT = 200  # characters
# Text and paths of fields, as in {{.Config.User}} or {{json .Config.Env}}: docker's templates can do much more.
_FORMAT = re.compile(r"(?:[^{}]|\{\{ *(?:json +)?(?:\.[A-Za-z][A-Za-z0-9]*)+ *\}\})+")


@dataclass(frozen=True)
class ImagesCommand(ClientCommand):
    """`docker images [NAME]`."""

    image: Reference | None = None
    flags: tuple[str, ...] = ()

    @property
    def only_ids(self) -> bool:
        return "--quiet" in self.flags

    @property
    def arguments(self) -> tuple[str, ...]:
        name = (
            ()
            if self.image is None
            else (self.image.familiar_name + (f":{self.image.tag}" if self.image.tag else ""),)
        )
        return ("images", *self.flags, *name)


@dataclass(frozen=True)
class HistoryCommand(ClientCommand):
    """`docker history IMAGE`."""

    image: Reference
    flags: tuple[str, ...] = ()

    @property
    def arguments(self) -> tuple[str, ...]:
        return ("history", *self.flags, self.image.familiar)


@dataclass(frozen=True)
class InspectCommand(ClientCommand):
    """`docker image inspect IMAGE`."""

    image: Reference
    format: str | None = None

    @property
    def arguments(self) -> tuple[str, ...]:
        template = () if self.format is None else ("--format", self.format)
        return ("image", "inspect", *template, self.image.familiar)


def _flags(command: str, *flags: tuple[str, ...]) -> Options:
    options = Options(command, ", ".join("/".join(names) for names in flags))
    for names in flags:
        options.add_argument(*names, action="append_const", dest="flags", const=names[-1], default=[])
    return options


_IMAGES = _flags("docker images", ("-a", "--all"), ("-q", "--quiet"), ("--no-trunc",), ("--digests",))
_HISTORY = _flags("docker history", ("-q", "--quiet"), ("--no-trunc",))
_INSPECT = Options("docker inspect", "-f/--format")
_INSPECT.add_argument("-f", "--format")


def _images(line: int, words: list[str]) -> ImagesCommand:
    options, words = _IMAGES.read(words)
    if len(words) > 1:
        raise LearnerFault(
            _("docker images takes at most one name, this line has %(count)s."), count=len(words)
        )
    return ImagesCommand(line, parse_reference(words[0]) if words else None, tuple(options.flags))


def _history(line: int, words: list[str]) -> HistoryCommand:
    options, words = _HISTORY.read(words)
    return HistoryCommand(line, one_image("docker history", words), tuple(options.flags))


def _inspect(line: int, words: list[str]) -> InspectCommand:
    options, words = _INSPECT.read(words)
    if options.format is not None and (
        len(options.format) > MAX_FORMAT or not _FORMAT.fullmatch(options.format)
    ):
        raise LearnerFault(
            _(
                "--format %(format)s is not allowed: expected fields such as '{{.Config.User}}' or "
                "'{{json .Config.Env}}'."
            ),
            format=options.format or '""',
        )
    return InspectCommand(line, one_image("docker inspect", words), options.format)


FORMS: Forms = {
    ("images",): _images, ("image", "ls"): _images, ("image", "list"): _images,
    ("history",): _history, ("image", "history"): _history,
    ("inspect",): _inspect, ("image", "inspect"): _inspect,
}  # fmt: skip
