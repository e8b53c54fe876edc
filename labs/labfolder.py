"""A lab folder -> plain frozen data: the lab itself, and the wrong submissions that it is tried with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from labs.checkkinds import CheckError
from labs.contentfiles import ContentError, read_folder, read_text, require_folder, slug_of
from labs.contenttable import Table
from labs.hints import later_hints
from labs.labrules import NOT_SENT, problems
from labs.limits import DISK_BOUNDS, MEMORY_BOUNDS, SECONDS_BOUNDS
from labs.models import Network
from labs.spec import CheckSpec, LabSpec, Limits, RegistrySpec

COMMANDS, EXPECT = NOT_SENT
FAULTS = ("learner", "lab", "platform")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a wrong submission must get; `failed` are the kinds of checks that give less than all points, if said."""

    score: float
    status: str
    fault: str | None
    failed: tuple[str, ...] | None


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
        checks=tuple(read_check(check) for check in checks),
        starter=read_folder(folder / "starter"),
        solution=read_folder(folder / "solution", ignore=(COMMANDS,)),
        solution_commands=_read_commands(folder / "solution", ""),
        pass_percent=table.integer("pass_percent", 60, (0, 100)),
        show_rewrites=table.flag("show_rewrites", False),
        ranking=table.flag("ranking", False),
        registry=_read_registry(table.table("registry")) if table.has("registry") else None,
    )
    table.refuse_others()
    _refuse_problems(table, lab, folder)
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


def _read_registry(table: Table) -> RegistrySpec:
    registry = RegistrySpec(table.text("user"), table.text("password_file", "password.txt"))
    table.refuse_others()
    return registry


def read_check(table: Table) -> CheckSpec:
    """One `[[checks]]` table, whose parameters are not validated; ContentError."""
    kind, points, hint = table.text("kind"), table.number("points"), table.text("hint", "")
    try:
        hints = later_hints(table.plain("hints", []))
    except CheckError as error:
        raise table.error(error.key, error.expected) from error
    title = table.text("title", max_length=100) if table.has("title") else None
    return CheckSpec(kind, points, table.rest(), hint, hints, title)


def _read_mistake(folder: Path, lab: LabSpec) -> Mistake:
    files = read_folder(folder, ignore=(COMMANDS, EXPECT))
    return Mistake(
        folder.name, files, _read_commands(folder, lab.commands), _read_expect(folder / EXPECT, lab)
    )


def _read_expect(path: Path, lab: LabSpec) -> Expectation:
    table = Table.read(path)
    fault = table.choice("fault", FAULTS) if table.has("fault") else None
    failed = table.texts("failed") if table.has("failed") else None
    expect = Expectation(table.number("score"), table.text("status", "graded"), fault, failed)
    table.refuse_others()
    for kind in failed or ():
        if kind not in {check.kind for check in lab.checks}:
            raise table.error("failed", f"expected kinds of the lab's checks, not {kind!r}")
    return expect


def _read_commands(folder: Path, default: str) -> str:
    return read_text(folder / COMMANDS) if (folder / COMMANDS).exists() else default


def _refuse_problems(table: Table, lab: LabSpec, folder: Path) -> None:
    for problem in problems(lab):
        if problem.where.startswith(("starter/", "solution/")):
            raise ContentError(folder / problem.where, problem.expected)
        raise table.error(problem.where, problem.expected)
