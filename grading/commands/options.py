"""Options of docker commands, read by argparse without its habit of printing and exiting."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Mapping, Sequence
from typing import NoReturn

from django.utils.translation import gettext_noop as _

from grading.faults import LearnerFault

SURE = 0.75  # how much of a mistyped option or command must be right, as difflib counts it


class Options(argparse.ArgumentParser):
    """The options of one command: `command` and `allowed` are said to who writes another one, or why it is not allowed,
    a sentence with the place %(option)s.
    """

    def __init__(self, command: str, allowed: str, why_not: Mapping[str, str] | None = None) -> None:
        super().__init__(add_help=False, allow_abbrev=False, exit_on_error=False, usage="")
        self.command, self.allowed, self.why_not = command, allowed, why_not or {}

    def error(self, message: str) -> NoReturn:
        raise argparse.ArgumentError(None, message)

    def read(self, words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
        """The options wherever they stand, and the other words; LearnerFault for an option not allowed here."""
        try:
            options, rest = self.parse_known_args(words)
        except argparse.ArgumentError as error:
            raise self._wrong(error) from None
        self._refuse(rest)
        return options, rest

    def read_before(self, words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
        """The options up to the first word that is none, and the words from there on, whatever they look like."""
        # argparse itself would take options of the command that a container runs for docker's.
        parser_words: list[str] = []
        rest = list(words)
        while rest and rest[0].startswith("-") and rest[0] != "-":
            word = rest.pop(0)
            parser_words.append(word)
            if self._takes_next(word) and rest:
                parser_words.append(rest.pop(0))
        options, unknown = self.read(parser_words)
        return options, [*unknown, *rest]

    def _takes_next(self, word: str) -> bool:
        action = self._option_string_actions.get(word)
        return action is not None and action.nargs is None

    def _refuse(self, rest: Sequence[str]) -> None:
        for word in rest:
            if word.startswith("-"):
                option = word.partition("=")[0]
                if option in self.why_not:
                    raise LearnerFault(self.why_not[option], option=option)
                near = difflib.get_close_matches(option, self._option_string_actions, 1, SURE)
                if near:
                    raise LearnerFault(
                        _("The option %(option)s is not allowed: did you mean %(near)s?"),
                        option=option,
                        near=near[0],
                    )
                if not self.allowed:
                    raise LearnerFault(
                        _("%(command)s has no option %(option)s."), command=self.command, option=option
                    )
                raise LearnerFault(
                    _("The option %(option)s is not allowed: %(command)s may have %(allowed)s."),
                    option=option,
                    command=self.command,
                    allowed=self.allowed,
                )

    def _wrong(self, error: argparse.ArgumentError) -> LearnerFault:
        option = error.argument_name or ""
        action = self._option_string_actions.get(option.partition("/")[0])
        if action is not None and action.nargs == 0:
            return LearnerFault(_("The option %(option)s takes no value."), option=option)
        return LearnerFault(_("The option %(option)s needs a value."), option=option)
