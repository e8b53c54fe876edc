"""A lab folder -> plain frozen data: the lab itself, and the wrong submissions that it is tried with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from labs.checkkinds import CheckError, validate_check
from labs.contentfiles import ContentError, read_folder, read_text, require_folder, slug_of
from labs.contenttable import Table
from labs.limits import DISK_BOUNDS, MEMORY_BOUNDS, SECONDS_BOUNDS
from labs.models import Network
from labs.spec import CheckSpec, LabSpec, Limits

COMMANDS = "commands.txt"
EXPECT = "expect.toml"
FAULTS = ("learner", "lab", "platform")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a wrong submission must get: `failed` are the kinds of checks that give less than all points."""

    score: float
    status: str
    fault: str | None
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong submission of a lab; `commands` are the lab's own when it has none."""

    name: str
    files: Mapping[str, str]
    commands: str
    expect: Expectation


def read_lab(folder: Path | str) -> LabSpec:
    """The lab in `folder`, whose name is its slug; ContentError."""
    folder = Path(folder)
    require_folder(folder)
    table = Table.read(folder / "lab.toml")
    checks = table.tables("checks")
    lab = LabSpec(
        slug=slug_of(folder),
        title=table.text("title", max_length=200),
        summary=table.text("summary", ""),
        brief=read_text(folder / "brief.md"),
        editable=table.texts("editable"),
        base_images=table.texts("base_images"),
        network=table.choice("network", Network.values, Network.NONE.value),
        commands=table.text("commands"),
        limits=_read_limits(table.table("limits")),
        checks=tuple(_read_check(check) for check in checks),
        starter=read_folder(folder / "starter"),
        solution=read_folder(folder / "solution", ignore=(COMMANDS,)),
        solution_commands=_read_commands(folder / "solution", ""),
        pass_percent=table.integer("pass_percent", 60, (0, 100)),
    )
    table.refuse_others()
    _check_files(table, lab, folder)
    _check_points(table, lab)
    return lab


def read_mistakes(folder: Path | str) -> tuple[Mistake, ...]:
    """The wrong submissions of the lab in `folder`; ContentError."""
    folder = Path(folder)
    lab = read_lab(folder)
    if not (folder / "mistakes").exists():
        return ()
    require_folder(folder / "mistakes")
    return tuple(_read_mistake(one, lab) for one in sorted((folder / "mistakes").iterdir()))


def _read_limits(table: Table) -> Limits:
    default = Limits()
    limits = Limits(
        seconds=table.integer("seconds", default.seconds, SECONDS_BOUNDS),
        memory=table.size("memory", default.memory, MEMORY_BOUNDS),
        disk=table.size("disk", default.disk, DISK_BOUNDS),
    )
    table.refuse_others()
    return limits


def _read_check(table: Table) -> CheckSpec:
    kind, points, hint = table.text("kind"), table.number("points"), table.text("hint", "")
    return CheckSpec(kind, points, table.rest(), hint)


def _read_mistake(folder: Path, lab: LabSpec) -> Mistake:
    files = read_folder(folder, ignore=(COMMANDS, EXPECT))
    return Mistake(
        folder.name, files, _read_commands(folder, lab.commands), _read_expect(folder / EXPECT, lab)
    )


def _read_expect(path: Path, lab: LabSpec) -> Expectation:
    table = Table.read(path)
    fault = table.choice("fault", FAULTS) if table.has("fault") else None
    expect = Expectation(
        table.number("score"), table.text("status", "graded"), fault, table.texts("failed", [])
    )
    table.refuse_others()
    for kind in expect.failed:
        if kind not in {check.kind for check in lab.checks}:
            raise table.error("failed", f"expected kinds of the lab's checks, not {kind!r}")
    return expect


def _read_commands(folder: Path, default: str) -> str:
    return read_text(folder / COMMANDS) if (folder / COMMANDS).exists() else default


def _check_files(table: Table, lab: LabSpec, folder: Path) -> None:
    for name in lab.editable:
        if "/" in name or "\\" in name or name in {".", "..", COMMANDS, EXPECT} or not name.isprintable():
            raise table.error("editable", f"expected names of files without folders, not {name!r}")
    for image in lab.base_images:
        if not re.fullmatch(r"[^\s]{1,255}", image):
            raise table.error("base_images", f'expected names such as "debian:12-slim", not {image!r}')
    if "Dockerfile" not in lab.starter and "Dockerfile" not in lab.editable:
        raise ContentError(
            folder / "starter" / "Dockerfile", "missing, and Dockerfile is not in editable either"
        )
    if "Dockerfile" not in {**lab.starter, **lab.solution}:
        raise ContentError(folder / "solution" / "Dockerfile", "missing, and the starter has none either")
    for name in lab.solution:
        if name not in lab.editable:
            expected = ", ".join(lab.editable) or "none"
            raise ContentError(
                folder / "solution" / name, f"expected only the lab's editable files ({expected})"
            )


def _check_points(table: Table, lab: LabSpec) -> None:
    if lab.max_score <= 0:
        raise table.error("checks", "expected points that add up to more than 0")
    for number, check in enumerate(lab.checks, 1):
        try:
            validate_check(check, lab)
        except CheckError as error:
            raise table.error(f"checks[{number}].{error.key}", error.expected) from error
