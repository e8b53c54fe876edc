"""The attacks as they lie in folders; README.md beside this file says what each file and key means."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from labs.checkkinds import validate_check
from labs.contentfiles import read_bytes, read_text
from labs.contenttable import Table
from labs.labfolder import read_check, read_lab
from labs.limits import DISK_BOUNDS, MEMORY_BOUNDS, SECONDS_BOUNDS
from labs.spec import LabSpec, Limits, RegistrySpec

FOLDER = Path(__file__).parent
GROUPS = (
    "frontends", "sources", "mounts", "network", "egress", "dockerfile", "tags-and-commands", "registry", "files",
    "resources", "output", "containers", "escapes", "kernel", "taken-over",
)  # fmt: skip
STATUSES = ("graded", "refused", "limit", "failed")
PASSWORD_FILE = "password.txt"
NOT_SENT = ("commands.txt", "expect.toml", "generate.py", "probe.py")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must become of an attack; `says`, `log_has` and `log_lacks` are parts of texts, in English."""

    status: str
    limit: str | None
    fault: str | None
    score: float | None
    line: int | None
    says: tuple[str, ...]
    log_has: tuple[str, ...]
    log_lacks: tuple[str, ...]
    tags: tuple[str, ...] | None
    seconds: int


@dataclass(frozen=True, slots=True)
class Case:
    """One attack. `probe` is a program for a taken-over daemon; without one it is a submission."""

    name: str
    title: str
    lab: LabSpec
    files: Mapping[str, bytes]
    commands: str
    expect: Expectation
    probe: str | None = None

    @property
    def group(self) -> str:
        return self.name.partition("/")[0]


@lru_cache(maxsize=1)
def the_lab() -> LabSpec:
    return read_lab(FOLDER / "lab")


def canary() -> Case:
    """A harmless submission that uses much of what a daemon does; it must be graded the same each time."""
    files = {"Dockerfile": read_bytes(FOLDER / "canary" / "Dockerfile")}
    expect = Expectation(
        "graded", None, None, 100.0, None, (), ("the canary sings 42",), (), ("app:1.0.0",), 60
    )
    return Case("canary", "a canary", the_lab(), files, the_lab().commands, expect)


def names() -> list[str]:
    """All cases, `group/name`, group by group in the order of `GROUPS`."""
    return [
        f"{group}/{folder.name}"
        for group in GROUPS
        if (FOLDER / group).is_dir()
        for folder in sorted((FOLDER / group).iterdir())
        if (folder / "expect.toml").is_file()
    ]


def read(name: str) -> Case:
    """The case of that name; ContentError says what is wrong in its folder."""
    folder = FOLDER / name
    table = Table.read(folder / "expect.toml")
    title = table.text("title")
    lab = _lab(table.table("lab"))
    expect = _expectation(table)
    table.refuse_others()
    files = {
        path.name: read_bytes(path)
        for path in folder.iterdir()
        if path.is_file() and path.name not in NOT_SENT
    }
    commands = read_text(folder / "commands.txt") if (folder / "commands.txt").exists() else lab.commands
    probe = read_text(folder / "probe.py") if (folder / "probe.py").exists() else None
    made = _generated(folder / "generate.py")
    if "context" in made:
        lab = replace(lab, starter={**lab.starter, **made["context"]})
    return Case(
        name, title, lab, {**files, **made.get("files", {})}, made.get("commands", commands), expect, probe
    )


def _generated(path: Path) -> dict[str, Any]:
    """What the functions `files`, `context` and `commands` of a case's generate.py return, those it has."""
    if not path.exists():
        return {}
    made = runpy.run_path(str(path))
    return {name: made[name]() for name in ("files", "context", "commands") if name in made}


def _lab(table: Table) -> LabSpec:
    lab = the_lab()
    limits = Limits(
        seconds=table.integer("seconds", lab.limits.seconds, SECONDS_BOUNDS),
        memory=table.size("memory", lab.limits.memory, MEMORY_BOUNDS),
        disk=table.size("disk", lab.limits.disk, DISK_BOUNDS),
        pids=table.integer("pids", lab.limits.pids, (32, 4096)),
    )
    changed = replace(
        lab,
        limits=limits,
        network=table.text("network", lab.network),
        editable=table.texts("editable", list(lab.editable)),
        base_images=table.texts("base_images", list(lab.base_images)),
        checks=(*lab.checks, *(read_check(check) for check in table.tables("checks"))),
        registry=RegistrySpec("student", PASSWORD_FILE) if table.flag("registry", False) else None,
    )
    if changed.registry is not None:
        changed = replace(changed, starter={**lab.starter, PASSWORD_FILE: "s3cret\n"})
    for check in changed.checks:
        validate_check(check, changed)
    table.refuse_others()
    return changed


def _expectation(table: Table) -> Expectation:
    status = table.choice("status", STATUSES)
    usual = "learner" if status in ("refused", "limit") else "none"
    fault = table.choice("fault", ("learner", "lab", "platform", "none", "any"), usual)
    return Expectation(
        status=status,
        limit=table.text("limit", "") or None,
        fault=None if fault == "none" else fault,
        score=table.number("score") if table.has("score") else None,
        line=table.integer("line", 0, (0, 100_000)) or None,
        says=table.texts("says", []),
        log_has=table.texts("log_has", []),
        log_lacks=table.texts("log_lacks", []),
        tags=table.texts("tags") if table.has("tags") else None,
        seconds=table.integer("within", 90, (1, 600)),
    )
