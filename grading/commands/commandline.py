"""Lines of docker commands as text: continued ones joined, comments dropped, shell syntax refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from grading.faults import LearnerFault

MAX_LINE = 4096  # characters of one command, its continued lines together
MAX_LINES = 500

_QUOTED = re.compile(r"'[^']*'|\"(?:\\.|[^\"\\])*\"|\\.", re.DOTALL)
_DASHES = "–—−‐‑‒―"
_QUOTES = "“”„‟‘’‚‛«»‹›′″"
_BLANKS = "\xa0\u2007\u202f\u2009\u200b\u3000\ufeff"


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each command with the line (from 1) it starts on, blank lines and comments left out."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MAX_LINES:
        raise LearnerFault(
            _("The commands have too many lines: at most %(most)s are allowed."), most=MAX_LINES
        )
    start, joined = 0, ""
    for number, line in enumerate(lines, 1):
        start = start if joined else number
        _refuse_control(line, number)
        if len(joined) + len(line) > MAX_LINE:
            raise LearnerFault(
                _("This command is too long: at most %(most)s characters are allowed."),
                line=start,
                most=MAX_LINE,
            )
        body = _without_comment(joined + line)
        if body == joined + line and _continues(body):
            joined = body[:-1]
            continue
        joined = ""
        if body.strip():
            yield start, body.lstrip()
    if joined.strip():
        yield start, joined.lstrip()


def _refuse_control(line: str, number: int) -> None:
    found = next((char for char in line if char != "\t" and (char < " " or char == "\x7f")), None)
    if found is not None:
        raise LearnerFault(
            _("This line has the control character U+%(code)s: expected plain text."),
            line=number,
            code=f"{ord(found):04X}",
        )


def _continues(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def bare(line: str) -> str:
    """The line with every quoted or escaped character masked, so that positions stay."""
    return _QUOTED.sub(lambda part: "x" * len(part[0]), line)


def _without_comment(line: str) -> str:
    comment = re.search(r"(?:^|\s)#", bare(line))
    return line[: comment.start()].rstrip() if comment else line


def refuse_shell(line: str) -> None:
    """LearnerFault when a shell would make something else of the line than words."""
    masked = bare(line)
    _refuse_typography(masked)
    if masked.startswith("$ "):
        raise LearnerFault(_("Leave out the prompt ($): start the line with docker."))
    if re.search(r"\\\s+$", line):
        raise LearnerFault(
            _("A space follows the \\ at the end of the line: remove it so that the line goes on.")
        )
    if masked.endswith(("`", "^")):
        raise LearnerFault(_("To go on with a command on the next line, end this one with \\."))
    # In double quotes a shell still expands variables and commands.
    expanded = _QUOTED.sub(lambda part: part[0] if part[0].startswith('"') else "", line)
    expanded = re.sub(r"\\.", "", expanded)
    for pattern, what in ((r"\$\(|`", "$(…)"), (r"\$[A-Za-z_{]", "$VARIABLE")):
        if re.search(pattern, expanded):
            raise LearnerFault(
                _("%(what)s is shell syntax and is not replaced here: write the value itself."), what=what
            )
    operator = re.search(r"&&|\|\||>>|<<|[|&;<>()]", masked)
    if operator:
        raise LearnerFault(
            _("%(what)s is shell syntax and no shell runs here: write one docker command a line."),
            what=operator[0],
        )


def _refuse_typography(bare: str) -> None:
    for char in bare:
        if char in _DASHES:
            raise LearnerFault(
                _("%(char)s is a typographic dash, as text editors make it: type - or --."),
                char=char,
            )
        if char in _QUOTES:
            raise LearnerFault(
                _("%(char)s is a typographic quotation mark, as text editors make it: type \" or '."),
                char=char,
            )
        if char in _BLANKS:
            raise LearnerFault(
                _("This line has a non-breaking space, as copied text may have: type a plain space.")
            )
