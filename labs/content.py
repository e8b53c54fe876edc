"""A course's files -> plain frozen data. Nothing here touches the database; see `importing` for that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from django.conf import settings

from labs.contentfiles import ContentError, is_slug, read_text, require_folder, slug_of
from labs.contentpictures import check_pictures, read_pictures
from labs.contenttable import Table
from labs.labfolder import Expectation, Mistake, read_lab, read_mistakes
from labs.questionblocks import questions_of
from labs.spec import LabSpec

__all__ = [
    "ContentError",
    "CourseSpec",
    "Expectation",
    "Mistake",
    "ModuleSpec",
    "read_course",
    "read_lab",
    "read_mistakes",
]


@dataclass(frozen=True, slots=True)
class ModuleSpec:
    """`requires` are slugs of modules of the same course; `minutes` is how long its text takes to read."""

    slug: str
    title: str
    summary: str
    requires: tuple[str, ...]
    minutes: int
    source: str
    labs: tuple[LabSpec, ...]
    pictures: Mapping[str, str] | None = None  # name -> SVG


@dataclass(frozen=True, slots=True)
class CourseSpec:
    """`demo` is the slug of the lab that may be tried without an account."""

    slug: str
    title: str
    language: str
    summary: str
    modules: tuple[ModuleSpec, ...]
    demo: str | None = None


def read_course(folder: Path | str) -> CourseSpec:
    """The course in `folder`, whose name is its slug; ContentError."""
    folder = Path(folder)
    require_folder(folder)
    table = Table.read(folder / "course.toml")
    title, summary = table.text("title", max_length=200), table.text("summary", "")
    language = table.choice("language", dict(settings.LANGUAGES))
    names = table.texts("modules")
    demo = table.text("demo") if table.has("demo") else None
    table.refuse_others()
    modules = tuple(_read_module(folder / _folder_name(table, "modules", name)) for name in names)
    _check_requirements(folder, modules)
    _check_lab_slugs(folder, modules)
    labs = [lab.slug for module in modules for lab in module.labs]
    if demo is not None and demo not in labs:
        raise table.error("demo", f"unknown lab {demo!r}, expected one of {', '.join(labs)}")
    return CourseSpec(slug_of(folder), title, language, summary, modules, demo)


def _read_module(folder: Path) -> ModuleSpec:
    require_folder(folder)
    table = Table.read(folder / "module.toml")
    names = table.texts("labs", [])
    module = ModuleSpec(
        slug=slug_of(folder),
        title=table.text("title", max_length=200),
        summary=table.text("summary", ""),
        requires=table.texts("requires", []),
        minutes=table.integer("minutes", 0, (0, 10_000)),
        source=read_text(folder / "module.md"),
        labs=tuple(read_lab(folder / "labs" / _folder_name(table, "labs", name)) for name in names),
        pictures=read_pictures(folder) or None,
    )
    table.refuse_others()
    text = folder / "module.md"
    if not module.source.startswith("# "):
        raise ContentError(text, 'expected the first line to be the title, "# …"')
    questions_of(module.source, text)
    check_pictures(module.source, module.pictures or {}, text)
    return module


def _check_requirements(folder: Path, modules: tuple[ModuleSpec, ...]) -> None:
    known = [module.slug for module in modules]
    for module in modules:
        for required in module.requires:
            if required not in known:
                problem = f"unknown module {required!r}, expected some of {', '.join(known)}"
                raise ContentError(folder / module.slug / "module.toml", problem, "requires")
    try:
        TopologicalSorter({module.slug: module.requires for module in modules}).prepare()
    except CycleError as error:
        circle = error.args[1]
        path = folder / circle[0] / "module.toml"
        problem = f"modules require each other in a circle: {' -> '.join(circle)}"
        raise ContentError(path, problem, "requires") from error


def _check_lab_slugs(folder: Path, modules: tuple[ModuleSpec, ...]) -> None:
    where: dict[str, str] = {}
    for module in modules:
        for lab in module.labs:
            if lab.slug in where:
                problem = (
                    f"the slug {lab.slug!r} is taken by a lab of {where[lab.slug]}, expected another name"
                )
                raise ContentError(folder / module.slug / "module.toml", problem, "labs")
            where[lab.slug] = module.slug


def _folder_name(table: Table, key: str, name: str) -> str:
    if not is_slug(name):
        raise table.error(key, f"expected names of folders of letters, digits, - and _, not {name!r}")
    return name
