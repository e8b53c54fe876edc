"""Directives that choose who reads a Dockerfile: here only the frontend built into the daemon does."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop as _

from grading.dockerfile import Dockerfile
from grading.dockerfile.instructions import Lines
from grading.faults import LearnerFault

# Its image cannot be fetched without a network, and the daemon has it built in: naming it has no effect.
_OWN = re.compile(r"(?:docker\.io/)?docker/dockerfile(?::(?:latest|1(?:\.\d+){0,2}))?", re.ASCII)


def frontend_problems(text: str, dockerfile: Dockerfile) -> list[LearnerFault]:
    """Faults for a `# syntax=` of anybody else, and for the other spellings that BuildKit takes for one.

    `dockerfile` is `text`, parsed.
    """
    faults = [
        LearnerFault(
            _("# syntax=%(value)s is not allowed: only docker/dockerfile:1 may be named, or nothing."),
            line=directive.line,
            value=directive.value,
        )
        for directive in dockerfile.directives
        if directive.name == "syntax" and not _OWN.fullmatch(directive.value.split(" ")[0])
    ]
    if text.startswith("#!") and Lines(text.partition("\n")[2]).directives():
        # Some versions of BuildKit look below it, some do not.
        faults.append(LearnerFault(_("A directive cannot follow a #! line: remove one of them."), line=2))
    first = dockerfile.instructions[0]
    if first.name.startswith(("//", "{")):
        faults.append(
            LearnerFault(_("A Dockerfile starts with ARG or FROM, and its comments with #."), line=first.line)
        )
    return faults


def without_directives(text: str, dockerfile: Dockerfile) -> str:
    """The Dockerfile without `# syntax=` and `# check=`; each instruction keeps its line.

    `escape` goes first: below another directive not every BuildKit sees it. A `#!` line goes as well, because
    only some look for directives below it.
    """
    if text.startswith("#!"):
        return "#" + text[text.find("\n") :] if "\n" in text else "#"
    count = len(dockerfile.directives)
    if not count:
        return text
    rest = text.split("\n")[count:]
    escapes = [f"# escape={one.value}" for one in dockerfile.directives if one.name == "escape"]
    return "\n".join([*escapes, *("#" for _line in range(count - len(escapes))), *rest])
