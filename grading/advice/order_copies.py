"""Copy what an install needs, install, and only then copy the rest: a change of the code keeps the install."""

from __future__ import annotations

import re
from collections.abc import Collection

from grading.advice.source import Rewritten, Source
from grading.dockerfile import Instruction

_EVERYTHING = (".", "./")
_LIST = re.compile(
    r"requirements[\w.-]*\.txt|pyproject\.toml|poetry\.lock|Pipfile(\.lock)?|package(-lock)?\.json|yarn\.lock"
    r"|pnpm-lock\.yaml|go\.(mod|sum)|Gemfile(\.lock)?|composer\.(json|lock)"
)
# What these read without being told so.
_READ_BY = (
    (re.compile(r"\bnpm\s+(ci|i|install)\b"), ("package.json", "package-lock.json")),
    (re.compile(r"\byarn(\s+install)?\b"), ("package.json", "yarn.lock")),
    (re.compile(r"\bgo\s+mod\s+download\b"), ("go.mod", "go.sum")),
    (re.compile(r"\bbundle\s+install\b"), ("Gemfile", "Gemfile.lock")),
    (re.compile(r"\bcomposer\s+install\b"), ("composer.json", "composer.lock")),
)


def rewrite(source: Source) -> Rewritten | None:
    """Split the first COPY that brings in more than the install below it needs; None when there is none."""
    for copy in source.dockerfile.instructions:
        if copy.name != "COPY" or "from" in copy.flags or copy.heredocs or len(copy.words) < 2:
            continue
        for run in source.dockerfile.instructions:
            if run.name != "RUN" or run.stage != copy.stage or run.line < copy.line:
                continue
            needed = _needed(run, source.files)
            if needed:
                found = _split(copy, run, needed, source)
                if found is not None:
                    return found
    return None


def _needed(run: Instruction, files: Collection[str]) -> list[str]:
    """The files at the top of the folder that an install reads; none when it is no install of listed packages."""
    text = "\n".join([run.value, *run.heredocs])
    here = sorted(name for name in files if "/" not in name)
    named = [name for name in here if re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", text)]
    implied = {name for command, names in _READ_BY if command.search(text) for name in names if name in here}
    if not implied and not any(_LIST.fullmatch(name) for name in named):
        return []
    return sorted({*named, *implied})


def _split(copy: Instruction, run: Instruction, needed: list[str], source: Source) -> Rewritten | None:
    *sources, target = copy.words
    everything = any(one in _EVERYTHING for one in sources)
    first = [name for name in needed if everything or name in {one.removeprefix("./") for one in sources}]
    rest = [one for one in sources if one.removeprefix("./") not in needed]
    moved = any(
        one.name == "WORKDIR" and one.stage == copy.stage and copy.line < one.line < run.line
        for one in source.dockerfile.instructions
    )
    if len(first) < len(needed) or not rest or (moved and not target.startswith("/")):
        return None
    if any(re.search(r"[\s\"'\\]", word) for word in (*copy.words, *first)):
        return None
    folder = target if target.endswith("/") else f"{target}/"
    flags = [
        f"--{name}={value}" if value else f"--{name}" for name, all_ in copy.flags.items() for value in all_
    ]
    before = " ".join(["COPY", *flags, *first, folder])
    after = " ".join(["COPY", *flags, *rest, folder])
    changes = {copy.line: before, run.line: f"{source.written(run)}\n{after}"}
    return Rewritten(source.edited(changes), copy.line, {"files": ", ".join(first)})
