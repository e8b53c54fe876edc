"""The learner's docker commands, one a line, as typed requests; no shell ever sees them.

A backslash at the end continues a line, `#` starts a comment. A file for each family of commands says what they
may have; whatever else is written is a LearnerFault whose line counts from 1 in the commands.
"""

from __future__ import annotations

import difflib
import shlex
from contextlib import suppress
from dataclasses import replace

from django.utils.translation import gettext_noop as _

from grading.commands import building, looking, publishing, running, tagging
from grading.commands.building import BuildCommand
from grading.commands.command import ClientCommand, Command, Forms
from grading.commands.commandline import logical_lines, refuse_shell
from grading.commands.looking import ImagesCommand
from grading.commands.options import SURE
from grading.commands.publishing import LoginCommand, LogoutCommand, PullCommand, PushCommand
from grading.commands.running import RunCommand
from grading.commands.stdin import take_input
from grading.commands.tagging import RemoveCommand, TagCommand
from grading.faults import LearnerFault

__all__ = [
    "COMMANDS_FILE", "BuildCommand", "ClientCommand", "Command", "ImagesCommand", "LoginCommand", "LogoutCommand",
    "PullCommand", "PushCommand", "RemoveCommand", "RunCommand", "TagCommand", "half_read_builds",
    "parse_commands", "read_commands",
]  # fmt: skip

COMMANDS_FILE = "commands.txt"  # the `path` of faults in the commands
MAX_COMMANDS = 20
MAX_TAGS = 20
ALLOWED_COMMANDS = (
    "docker build, docker tag, docker run --rm, docker images, docker history, docker inspect, docker rmi, "
    "docker login, docker push, docker pull, docker logout"
)

_FORMS: Forms = {
    **building.FORMS, **tagging.FORMS, **running.FORMS, **looking.FORMS, **publishing.FORMS,
}  # fmt: skip
_MOST_WORDS = max(len(form) for form in _FORMS)
_OTHER_CONTAINERS = ("exec", "start", "create", "compose")


def parse_commands(text: str) -> tuple[Command, ...]:
    """The commands in order, at least one of them a `docker build`; LearnerFault for the first wrong line."""
    commands, faults = read_commands(text)
    if faults:
        raise faults[0]
    return commands


def read_commands(text: str) -> tuple[tuple[Command, ...], list[LearnerFault]]:
    """The commands that can be read, in order, and what is wrong with each of the other lines."""
    commands: list[Command] = []
    faults: list[LearnerFault] = []
    try:
        for line, words_text in logical_lines(text):
            try:
                commands.append(replace(_command(line, words_text), text=words_text.rstrip()))
            except LearnerFault as fault:
                faults.append(_at(fault, line))
            else:
                _refuse_too_many(commands)
    except LearnerFault as fault:  # that leaves the lines after it unread
        faults.append(_at(fault, fault.line or 1))
    if not faults and not any(isinstance(command, BuildCommand) for command in commands):
        faults.append(
            _at(
                LearnerFault(
                    _("No docker build was given: expected a line such as docker build -t app:1.0.0 .")
                ),
                1,
            )
        )
    return tuple(commands), faults


def half_read_builds(text: str) -> list[BuildCommand]:
    """The builds among the lines that `read_commands` refuses, as far as they can be read."""
    found = []
    with suppress(LearnerFault):
        for line, words_text in logical_lines(text):
            try:
                _command(line, words_text)
            except LearnerFault:
                found.append(_half_read(line, words_text))
    return [build for build in found if build][:MAX_COMMANDS]


def _half_read(line: int, text: str) -> BuildCommand | None:
    try:
        words = shlex.split(text)
    except ValueError:
        return None
    for form in building.FORMS:
        if words[: len(form) + 1] == ["docker", *form]:
            return building.half_read(line, words[len(form) + 1 :])
    return None


def _at(fault: LearnerFault, line: int) -> LearnerFault:
    fault.line, fault.path = line, COMMANDS_FILE
    return fault


def _refuse_too_many(commands: list[Command]) -> None:
    line = commands[-1].line
    if len(commands) > MAX_COMMANDS:
        raise _at(
            LearnerFault(_("Too many commands: at most %(most)s are allowed."), most=MAX_COMMANDS), line
        )
    tags = sum(
        len(command.tags) if isinstance(command, BuildCommand) else isinstance(command, TagCommand)
        for command in commands
    )
    if tags > MAX_TAGS:
        raise _at(LearnerFault(_("Too many tags: at most %(most)s are allowed in all."), most=MAX_TAGS), line)


def _command(line: int, text: str) -> Command:
    text, given = take_input(text)
    refuse_shell(text)
    try:
        words = shlex.split(text)
    except ValueError:
        raise LearnerFault(_("A quotation mark is opened and not closed on this line.")) from None
    if words[0] != "docker":
        raise _no_docker(words[0])
    command = _read(line, words[1:])
    if isinstance(command, LoginCommand):
        return command.reading(given)
    if given is not None:
        raise LearnerFault(
            _("Only docker login reads a file, by < or |: leave %(file)s out of this line."), file=given
        )
    return command


def _read(line: int, words: list[str]) -> Command:
    for length in range(1, _MOST_WORDS + 1):
        read = _FORMS.get(tuple(words[:length]))
        if read is not None:
            return read(line, words[length:])
    raise _other_docker(words)


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
    if words[0] in _OTHER_CONTAINERS:
        return LearnerFault(
            _("docker %(word)s is not allowed here: a container runs for a moment, with docker run --rm."),
            word=words[0],
        )
    near = difflib.get_close_matches(words[0], [form[0] for form in _FORMS], 1, SURE)
    if near:
        return LearnerFault(
            _("docker %(word)s is not allowed here: did you mean docker %(near)s?"),
            word=words[0],
            near=near[0],
        )
    return LearnerFault(
        _("docker %(word)s is not allowed here: allowed are %(allowed)s."),
        word=words[0],
        allowed=ALLOWED_COMMANDS,
    )
