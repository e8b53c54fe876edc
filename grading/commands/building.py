"""`docker build`."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as _

from grading.commands.command import Command, Forms
from grading.commands.names import VARIABLE, new_tag
from grading.commands.options import Options
from grading.faults import LearnerFault
from grading.references import Reference

ALLOWED_OPTIONS = "-t/--tag, -f/--file, --target, --build-arg, --label, --no-cache"

_STAGE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class BuildCommand(Command):
    """`docker build`. `dockerfile` is a name in the submission, the context always the whole submission."""

    tags: tuple[Reference, ...] = ()
    dockerfile: str = "Dockerfile"
    target: str | None = None
    build_args: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    no_cache: bool = False


def _options() -> Options:
    parser = Options("docker build", ALLOWED_OPTIONS)
    parser.add_argument("-t", "--tag", action="append", default=[])
    parser.add_argument("-f", "--file", default="Dockerfile")
    parser.add_argument("--target")
    parser.add_argument("--build-arg", action="append", default=[])
    parser.add_argument("--label", action="append", default=[])
    parser.add_argument("--no-cache", action="store_true")
    return parser


_OPTIONS = _options()


def _build(line: int, words: list[str]) -> BuildCommand:
    options, rest = _OPTIONS.read(words)
    _refuse_contexts(rest)
    return BuildCommand(
        line=line,
        tags=tuple(new_tag(tag) for tag in options.tag),
        dockerfile=_file_name(options.file),
        target=_target(options.target),
        build_args=dict(_build_arg(text) for text in options.build_arg),
        labels=dict(_label(text) for text in options.label),
        no_cache=options.no_cache,
    )


def half_read(line: int, words: list[str]) -> BuildCommand | None:
    """What can be told of a build that `_build` refuses, to read its Dockerfile; None where that is not told."""
    try:
        options, rest = _OPTIONS.parse_known_args(words)
        name = _file_name(options.file)
    except (argparse.ArgumentError, LearnerFault):
        return None
    # Also what stands beside a mistyped --build-arg.
    given = (text.partition("=") for text in (*options.build_arg, *rest))
    args = {name: value for name, equals, value in given if equals and VARIABLE.fullmatch(name)}
    target = options.target if options.target and _STAGE_NAME.fullmatch(options.target) else None
    return BuildCommand(line, dockerfile=name, target=target, build_args=args)


def _refuse_contexts(rest: list[str]) -> None:
    """What is left of a build's words must be the context, one full stop."""
    if not rest:
        raise LearnerFault(_("The build context is missing: end the line with a full stop ( . )."))
    for word in rest:
        if word != ".":
            raise LearnerFault(
                _("The build context is %(context)s: only . (the submitted files) is allowed."), context=word
            )
    if len(rest) > 1:
        raise LearnerFault(_("The build context is given more than once: one full stop ( . ) is enough."))


def _file_name(text: str) -> str:
    """A name in the submission, without the `./` that people write before it."""
    name = text.removeprefix("./")
    if not name or name.startswith("/") or "\\" in name or ".." in name.split("/"):
        raise LearnerFault(
            _("The file %(file)s is outside the submission: -f takes the name of a submitted file."),
            file=text,
        )
    return name


def _target(target: str | None) -> str | None:
    if target is not None and not _STAGE_NAME.fullmatch(target):
        raise LearnerFault(
            _("%(target)s is no name of a stage: expected letters, digits, - _ and ."),
            target=target or '""',
        )
    return target


def _build_arg(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not VARIABLE.fullmatch(name) or not equals:
        raise LearnerFault(
            _("--build-arg %(given)s is wrong: expected NAME=value, the name made of letters, digits and _."),
            given=text,
        )
    if name.upper().startswith("BUILDKIT_"):
        raise LearnerFault(
            _("--build-arg %(name)s is not allowed: it changes how BuildKit works."), name=name
        )
    return name, value


def _label(text: str) -> tuple[str, str]:
    name, _equals, value = text.partition("=")
    if not name.strip():
        raise LearnerFault(_("--label needs a name: expected name=value."))
    return name, value


FORMS: Forms = {("build",): _build, ("image", "build"): _build, ("buildx", "build"): _build}
