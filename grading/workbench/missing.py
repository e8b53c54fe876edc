"""Files that a COPY or ADD takes and that the lab has not: BuildKit says it only when it comes to that line."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext

from grading.dockerfile import Dockerfile, Instruction

MAX_NAME = 100  # characters of a file's name that is said to be missing
# Anything else is a pattern, a variable, quoted, a heredoc or an address, of which nothing is said.
_PLAIN = re.compile(r"[\w./ +,=-]+")


def missing(dockerfile: Dockerfile, files: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The line and what to say of each source that is none of `files` and no folder of theirs."""
    names = {posixpath.normpath(name) for name in files}
    known = names | {folder for name in names for folder in _folders(name)}
    for instruction in dockerfile.instructions:
        for source in _sources(instruction):
            name = posixpath.normpath(source.lstrip("/") or ".")
            if name not in known and not name.startswith(".."):
                yield instruction.line, _words(source, difflib.get_close_matches(name, names, 1))


def _folders(name: str) -> list[str]:
    parts = name.split("/")
    return [".", *("/".join(parts[:end]) for end in range(1, len(parts)))]


def _sources(instruction: Instruction) -> list[str]:
    if instruction.name not in ("COPY", "ADD") or "from" in instruction.flags:
        return []
    return [word for word in instruction.words[:-1] if _PLAIN.fullmatch(word)]


def _words(source: str, near: list[str]) -> str:
    said = {"file": source[:MAX_NAME], "near": near[0] if near else ""}
    if near:
        return gettext("%(file)s is none of this lab's files: did you mean %(near)s?") % said
    return gettext("%(file)s is none of this lab's files.") % said
