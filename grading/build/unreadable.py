"""BuildKit's words for a line of a Dockerfile that it cannot read -> ours, which learners read in their language."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop as _

from grading.dockerfile.unknown import unknown
from grading.messages import Message

_SAID = tuple(
    (re.compile(words, re.IGNORECASE), sentence)
    for words, sentence in (
        (
            r"unknown flag: (?P<word>\S+) \(did you mean (?P<near>\S+)\?\)",
            _("there is no option --%(word)s here; did you mean --%(near)s?"),
        ),
        (r"unknown flag: (?P<word>\S+)", _("there is no option --%(word)s here.")),
        (
            r"no build stage in current context",
            _("it stands before the first FROM, where only ARG may stand."),
        ),
        (r"file with no instructions", _("the file has no instruction.")),
        (
            r"(?P<name>\w+) requires at least two arguments, but only one was provided\b.*",
            _("%(name)s takes what is copied and where it goes."),
        ),
        (
            r"FROM requires either one or three arguments",
            _("FROM takes an image, and perhaps AS and a name for the stage."),
        ),
        (r"(?P<name>\w+) requires at least one argument", _("%(name)s stands without anything after it.")),
        (r"(?P<name>\w+) requires exactly one argument", _("%(name)s takes exactly one word.")),
        (r"(?P<name>\w+) must have two arguments", _("%(name)s takes a name and its value, as name=value.")),
        (r"(?P<name>\w+) names can not be blank", _("%(name)s takes a name before the = sign.")),
        (
            r"syntax error - can't find = in \"(?P<word>.*)\"\. must be of the form: name=value",
            _("%(word)s has no = sign: expected name=value."),
        ),
        (
            r"invalid containerport: (?P<word>.+)",
            _("%(word)s is no port: expected a number from 1 to 65535."),
        ),
        (r"invalid signal: (?P<word>.+)", _("%(word)s is no signal: expected one such as SIGTERM.")),
        (
            r"unknown type \"(?P<word>.*)\" in HEALTHCHECK \(try CMD\)",
            _("HEALTHCHECK takes CMD and a command, or NONE, not %(word)s."),
        ),
        (r"missing command after HEALTHCHECK CMD", _("HEALTHCHECK CMD stands without a command.")),
        (
            r"SHELL requires the arguments to be in JSON form",
            _('SHELL takes a JSON list, such as ["/bin/bash", "-c"].'),
        ),
        (
            r"invalid name for build stage: \"(?P<word>.*)\", name can't start with a number or contain symbols",
            _("%(word)s is no name for a stage: expected one that begins with a letter, without symbols."),
        ),
        (r"time: invalid duration \"(?P<word>.*)\"", _("%(word)s is no duration: expected one such as 30s.")),
        (
            r"base name \((?P<word>.*)\) should not be blank",
            _("FROM %(word)s names no image: the argument is empty."),
        ),
        (
            r"process \".*\" did not complete successfully: unable to find user (?P<word>[^:]+): .*",
            _("the image has no user %(word)s."),
        ),
    )
)
_INSTRUCTION = re.compile(r"unknown instruction: (\S+)(?: \(did you mean .*)?", re.IGNORECASE)


def in_our_words(reason: str) -> Message | str:
    """The same as a sentence of ours; the reason itself where it is none of those known."""
    instruction = _INSTRUCTION.fullmatch(reason)
    if instruction:
        return unknown(instruction[1])
    for words, sentence in _SAID:
        found = words.fullmatch(reason)
        if found:
            return Message(sentence, found.groupdict())
    return reason
