"""The learner's docker commands, one a line, as typed requests; no shell ever sees them.

A backslash at the end continues a line, `#` starts a comment. Whatever is not a `docker build` or a
`docker tag` with the options below is a LearnerFault whose line counts from 1 in the commands.
"""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from django.utils.translation import gettext_noop as _

from grading.commands.commandline import logical_lines, refuse_shell
from grading.faults import LearnerFault
from grading.references import Reference, parse_reference

COMMANDS_FILE = "commands.txt"  # the `path` of faults in the commands
MAX_COMMANDS = 20
MAX_TAGS = 20
ALLOWED_OPTIONS = "-t/--tag, -f/--file, --target, --build-arg, --label, --no-cache"
ALLOWED_COMMANDS = "docker build, docker tag"

_BUILDS = (("build",), ("image", "build"), ("buildx", "build"))
_TAGS = (("tag",), ("image", "tag"))
_ARGUMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_STAGE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class BuildCommand:
    """`docker build`. `dockerfile` is a name in the submission, the context always the whole submission."""

    line: int
    tags: tuple[Reference, ...] = ()
    dockerfile: str = "Dockerfile"
    target: str | None = None
    build_args: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    no_cache: bool = False


@dataclass(frozen=True)
class TagCommand:
    """`docker tag SOURCE TARGET`."""

    line: int
    source: Reference
    target: Reference


Command = BuildCommand | TagCommand


def parse_commands(text: str) -> tuple[Command, ...]:
    """The commands in order, at least one of them a `docker build`; LearnerFault for the first wrong line."""
    commands: list[Command] = []
    for line, words_text in logical_lines(text):
        try:
            commands.append(_command(line, words_text))
        except LearnerFault as fault:
            raise _at(fault, line) from None
        _refuse_too_many(commands)
    if not any(isinstance(command, BuildCommand) for command in commands):
        raise LearnerFault(
            _("No docker build was given: expected a line such as docker build -t app:1.0.0 ."),
            path=COMMANDS_FILE,
            line=1,
        )
    return tuple(commands)


def _at(fault: LearnerFault, line: int) -> LearnerFault:
    fault.line, fault.path = line, COMMANDS_FILE
    return fault


def _refuse_too_many(commands: list[Command]) -> None:
    line = commands[-1].line
    if len(commands) > MAX_COMMANDS:
        raise _at(
            LearnerFault(_("Too many commands: at most %(most)s are allowed."), most=MAX_COMMANDS), line
        )
    tags = sum(len(command.tags) if isinstance(command, BuildCommand) else 1 for command in commands)
    if tags > MAX_TAGS:
        raise _at(LearnerFault(_("Too many tags: at most %(most)s are allowed in all."), most=MAX_TAGS), line)


def _command(line: int, text: str) -> Command:
    refuse_shell(text)
    try:
        words = shlex.split(text)
    except ValueError:
        raise LearnerFault(_("A quotation mark is opened and not closed on this line.")) from None
    if words[0] != "docker":
        raise _no_docker(words[0])
    for forms, read in ((_BUILDS, _build), (_TAGS, _tag)):
        for form in forms:
            if tuple(words[1 : 1 + len(form)]) == form:
                return read(line, words[1 + len(form) :])
    raise _other_docker(words[1:])


def _no_docker(word: str) -> LearnerFault:
    if word == "sudo":
        return LearnerFault(_("sudo is not needed here: start the line with docker."))
    return LearnerFault(
        _("%(word)s is not allowed here: every line is one of %(allowed)s."),
        word=word,
        allowed=ALLOWED_COMMANDS,
    )


def _other_docker(words: list[str]) -> LearnerFault:
    if not words:
        return LearnerFault(
            _("docker alone does nothing: allowed are %(allowed)s."), allowed=ALLOWED_COMMANDS
        )
    word = words[0]
    if word == "push":
        return LearnerFault(
            _("docker push is not possible here yet: the image is built and tagged, not published.")
        )
    if word in ("run", "exec", "start"):
        return LearnerFault(
            _("docker %(word)s is not allowed here: the image is only looked at; allowed are %(allowed)s."),
            word=word,
            allowed=ALLOWED_COMMANDS,
        )
    return LearnerFault(
        _("docker %(word)s is not allowed here: allowed are %(allowed)s."),
        word=word,
        allowed=ALLOWED_COMMANDS,
    )


class _Parser(argparse.ArgumentParser):
    """argparse that neither prints nor exits."""

    def error(self, message: str) -> NoReturn:
        raise argparse.ArgumentError(None, message)


def _options() -> _Parser:
    parser = _Parser(add_help=False, allow_abbrev=False, exit_on_error=False, usage="")
    parser.add_argument("-t", "--tag", action="append", default=[])
    parser.add_argument("-f", "--file", default="Dockerfile")
    parser.add_argument("--target")
    parser.add_argument("--build-arg", action="append", default=[])
    parser.add_argument("--label", action="append", default=[])
    parser.add_argument("--no-cache", action="store_true")
    return parser


_BUILD_OPTIONS = _options()


def _build(line: int, words: list[str]) -> BuildCommand:
    try:
        options, rest = _BUILD_OPTIONS.parse_known_args(words)
    except argparse.ArgumentError as error:
        raise _bad_option(error) from None
    _refuse_rest(rest)
    return BuildCommand(
        line=line,
        tags=tuple(_new_tag(tag) for tag in options.tag),
        dockerfile=_file_name(options.file),
        target=_target(options),
        build_args=dict(_build_arg(text) for text in options.build_arg),
        labels=dict(_label(text) for text in options.label),
        no_cache=options.no_cache,
    )


def _bad_option(error: argparse.ArgumentError) -> LearnerFault:
    option = error.argument_name or ""
    if option == "--no-cache":
        return LearnerFault(_("The option --no-cache takes no value."))
    return LearnerFault(_("The option %(option)s needs a value."), option=option)


def _refuse_rest(rest: list[str]) -> None:
    """What is left of a build's words must be the context, one full stop."""
    for word in rest:
        if word.startswith("-"):
            raise LearnerFault(
                _("The option %(option)s is not allowed: docker build may have %(allowed)s."),
                option=word.partition("=")[0],
                allowed=ALLOWED_OPTIONS,
            )
    if not rest:
        raise LearnerFault(_("The build context is missing: end the line with a full stop ( . )."))
    for word in rest:
        if word != ".":
            raise LearnerFault(
                _("The build context is %(context)s: only . (the submitted files) is allowed."), context=word
            )
    if len(rest) > 1:
        raise LearnerFault(_("The build context is given more than once: one full stop ( . ) is enough."))


def _new_tag(text: str) -> Reference:
    reference = parse_reference(text)
    if reference.digest:
        raise LearnerFault(_("%(tag)s is no tag to give: a digest cannot be chosen."), tag=text)
    return reference


def _file_name(text: str) -> str:
    """A name in the submission, without the `./` that people write before it."""
    name = text.removeprefix("./")
    if not name or name.startswith("/") or "\\" in name or ".." in name.split("/"):
        raise LearnerFault(
            _("The file %(file)s is outside the submission: -f takes the name of a submitted file."),
            file=text,
        )
    return name


def _target(options: Any) -> str | None:
    if options.target is not None and not _STAGE_NAME.fullmatch(options.target):
        raise LearnerFault(
            _("%(target)s is no name of a stage: expected letters, digits, - _ and ."),
            target=options.target or '""',
        )
    return options.target  # type: ignore[no-any-return]


def _build_arg(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not _ARGUMENT_NAME.fullmatch(name) or not equals:
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


def _tag(line: int, words: list[str]) -> TagCommand:
    for word in words:
        if word.startswith("-"):
            raise LearnerFault(_("docker tag has no option %(option)s."), option=word)
    if len(words) != 2:
        raise LearnerFault(
            _("docker tag takes two names, SOURCE and TARGET, this line has %(count)s."), count=len(words)
        )
    return TagCommand(line, parse_reference(words[0]), _new_tag(words[1]))
