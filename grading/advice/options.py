"""An option that a command lacks, added wherever the command is run."""

from __future__ import annotations

import re

from grading.advice.source import Rewritten, Source


def add_option(source: Source, command: re.Pattern[str], option: str) -> Rewritten | None:
    """Put the option behind each place in a RUN that the expression fits; None when nothing lacks it.

    A RUN that has the option anywhere is left as it is.
    """
    changes: dict[int, str] = {}
    for one in source.dockerfile.instructions:
        text = source.written(one)
        if one.name == "RUN" and option not in text and command.search(text):
            changes[one.line] = command.sub(rf"\g<0> {option}", text)
    if not changes:
        return None
    return Rewritten(source.edited(changes), min(changes), {"option": option})
