"""Do the work in a stage of its own, and take over from it only the folder that the program lives in."""

from __future__ import annotations

import re

from grading.advice.source import Rewritten, Source
from grading.dockerfile import Instruction

_WORKS = ("RUN", "COPY", "ADD")
_MAKES_USERS = re.compile(
    r"\b(useradd|adduser|groupadd|addgroup)\b"
)  # which are no file of the program's folder


def rewrite(source: Source) -> Rewritten | None:
    """Make two stages of one; None when there are more already, nothing is run, or no WORKDIR says what to take.

    Whether the program finds all it needs in its folder is not to be seen here: it must be run.
    """
    body = [one for one in source.dockerfile.instructions if one.stage == 0]
    work = [one for one in body if one.name in _WORKS and not _makes_users(one)]
    ran = [one for one in work if one.name == "RUN"]
    if len(source.dockerfile.stages) != 1 or not ran or body[0].flags:
        return None
    folders = [one.value.strip() for one in body if one.name == "WORKDIR" and one.line < work[-1].line]
    if not folders or not re.fullmatch(r"/[\w./-]*\w[\w./-]*", folders[-1]):
        return None
    folder, stage, (start, *others) = folders[-1], source.dockerfile.stages[0], body
    name = stage.name or "build"
    if any(one.name in ("ONBUILD", "FROM") for one in others):
        return None
    kept = [
        one for one in others if one.line < work[-1].line and (one.name not in _WORKS or _makes_users(one))
    ]
    last = [
        f"FROM {stage.base}",
        *map(source.written, kept),
        f"COPY --from={name} {folder} {folder}",
    ]
    changes = {
        start.line: f"FROM {stage.base} AS {name}",
        work[-1].line: "\n".join([source.written(work[-1]), "", *last]),
    }
    lines = f"{work[0].line}-{work[-1].end_line}"
    return Rewritten(source.edited(changes), ran[0].line, {"lines": lines, "folder": folder})


def _makes_users(one: Instruction) -> bool:
    return one.name == "RUN" and bool(_MAKES_USERS.search(one.value))
