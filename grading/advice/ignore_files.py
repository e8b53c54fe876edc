"""Leave out of the build's folder, by .dockerignore, what no image needs."""

from __future__ import annotations

import re

from grading.advice.source import Rewritten, Source
from grading.dockerfile import Instruction

IGNORE = ".dockerignore"
_EVERYTHING = (".", "./")
# What belongs to whoever writes the program, as patterns of .dockerignore and what they fit.
_NOT_NEEDED = (
    (".git", re.compile(r"\.git/")),
    ("**/__pycache__", re.compile(r"(.*/)?__pycache__/")),
    ("**/node_modules", re.compile(r"(.*/)?node_modules/")),
    ("**/.venv", re.compile(r"(.*/)?\.venv/")),
    ("**/*.log", re.compile(r".*\.log")),
    ("**/*.bak", re.compile(r".*\.bak")),
    ("**/*.tmp", re.compile(r".*\.tmp")),
    ("docs", re.compile(r"docs/")),
    ("tests", re.compile(r"tests/")),
)


def rewrite(source: Source) -> Rewritten | None:
    """Ignore what is there of these, where a COPY takes the whole folder; None when there is nothing of them."""
    copy = next(filter(_takes_everything, source.dockerfile.instructions), None)
    if source.ignore is None or copy is None:
        return None
    patterns = [
        pattern for pattern, fitting in _NOT_NEEDED if any(fitting.match(name) for name in source.files)
    ]
    written = source.ignore.splitlines()
    missing = [pattern for pattern in patterns if pattern not in {line.strip() for line in written}]
    if not missing:
        return None
    text = "\n".join([*written, *missing, ""])
    return Rewritten(text, copy.line, {"patterns": ", ".join(missing)}, IGNORE)


def _takes_everything(one: Instruction) -> bool:
    copies = one.name in ("COPY", "ADD") and "from" not in one.flags
    return copies and any(word in _EVERYTHING for word in one.words[:-1])
