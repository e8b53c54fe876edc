"""Courses read from files -> rows. Reading the same files again writes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from graphlib import TopologicalSorter
from typing import Any

from django.db import transaction

from labs import markdown
from labs.content import CourseSpec, ModuleSpec
from labs.importedparts import assign, write_checks, write_files, write_pictures, write_requires
from labs.models import Course, Imported, Lab, LabFile, Module, SectionRead
from labs.spec import LabSpec


class ConflictError(Exception):
    """Files that are right in themselves do not fit what is in the database; the message is one line."""


@dataclass
class Report:
    """What an import did; entries are a kind and a slug, such as "lab first-image"."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def changed_labs(self) -> list[str]:
        """Their slugs."""
        return [name.removeprefix("lab ") for name in self.changed if name.startswith("lab ")]

    @property
    def wrote(self) -> bool:
        return bool(self.created or self.changed or self.deleted)


@transaction.atomic
def import_courses(specs: Iterable[CourseSpec], *, overwrite: bool = False, prune: bool = False) -> Report:
    """Write what changed in the files since they were last imported.

    What was edited by hand meanwhile is left alone while its files stay the same, unless `overwrite`.
    Modules and labs without files are kept and reported; `prune` deletes those that no learner worked on.
    """
    importer = _Importer(Report(), overwrite)
    for spec in specs:
        course = importer.course(spec)
        _look_after_leftovers(course, spec, importer.report, prune)
    return importer.report


@dataclass
class _Importer:
    report: Report
    overwrite: bool

    def course(self, spec: CourseSpec) -> Course:
        course = Course.objects.filter(slug=spec.slug).first() or Course(slug=spec.slug)
        values = {"title": spec.title, "language": spec.language, "summary": spec.summary}
        is_read = self._write(course, values, f"course {spec.slug}", replace(spec, modules=()))
        places = {module.slug: (position, module) for position, module in enumerate(spec.modules)}
        # Those that others require come first, so that they are there to be required.
        for slug in TopologicalSorter(
            {module.slug: module.requires for module in spec.modules}
        ).static_order():
            position, module_spec = places[slug]
            module = self._module(course, module_spec, position)
            for place, lab in enumerate(module_spec.labs):
                self._lab(module, lab, place)
        if is_read:
            demo = Lab.objects.filter(module__course=course, slug=spec.demo).first()
            if course.demo != demo:
                course.demo = demo
                course.save()
        return course

    def _module(self, course: Course, spec: ModuleSpec, position: int) -> Module:
        module = course.modules.filter(slug=spec.slug).first() or Module(course=course, slug=spec.slug)
        values = {
            "title": spec.title,
            "summary": spec.summary,
            "minutes": spec.minutes,
            "source": spec.source,
        }
        # The version: sections are derived from the rendered text.
        source = (markdown.VERSION, position, replace(spec, labs=()))

        def write_parts() -> bool:
            pictures = write_pictures(module, spec.pictures or {})
            return write_requires(module, spec.requires) or pictures

        self._write(module, values | {"position": position}, f"module {spec.slug}", source, write_parts)
        return module

    def _lab(self, module: Module, spec: LabSpec, position: int) -> None:
        lab = Lab.objects.filter(slug=spec.slug).select_related("module__course").first() or Lab(
            slug=spec.slug
        )
        if lab.pk and lab.module.course_id != module.course_id:
            taken_by = lab.module.course.slug
            raise ConflictError(
                f"lab {spec.slug}: expected another slug, the course {taken_by} has a lab of this one"
            )

        def write_parts() -> bool:
            starter = write_files(lab, LabFile.Role.STARTER, spec.starter)
            solution = write_files(lab, LabFile.Role.SOLUTION, spec.solution)
            return write_checks(lab, spec.checks) or starter or solution

        values = _lab_values(spec) | {"module": module, "position": position}
        self._write(lab, values, f"lab {spec.slug}", (module.slug, position, spec), write_parts)

    def _write(
        self,
        row: Imported,
        values: Mapping[str, Any],
        name: str,
        source: Any,
        write_parts: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Write `values`, then the parts, unless `source`, what the files say, is that of the last time.

        Returns whether the files were followed.
        """
        digest = _digest(source)
        is_new = row.pk is None
        if not is_new and row.imported == digest and not self.overwrite:
            self.report.unchanged.append(name)
            return False
        changed = assign(row, {**values, "imported": digest})
        changed = write_parts() or changed
        report = self.report
        (report.created if is_new else report.changed if changed else report.unchanged).append(name)
        return True


def _lab_values(spec: LabSpec) -> dict[str, Any]:
    return {
        "title": spec.title,
        "summary": spec.summary,
        "brief": spec.brief,
        "editable": list(spec.editable),
        "base_images": list(spec.base_images),
        "network": spec.network,
        "commands": spec.commands,
        "solution_commands": spec.solution_commands,
        "seconds": spec.limits.seconds,
        "memory": spec.limits.memory,
        "disk": spec.limits.disk,
        "pass_percent": spec.pass_percent,
        "show_rewrites": spec.show_rewrites,
        "ranking": spec.ranking,
        "registry_user": spec.registry.user if spec.registry else "",
        "registry_password_file": spec.registry.password_file if spec.registry else "password.txt",
    }


def _look_after_leftovers(course: Course, spec: CourseSpec, report: Report, prune: bool) -> None:
    """Modules and labs of the course that its files do not have: made by hand, or their files are gone."""
    lab_slugs = {lab.slug for module in spec.modules for lab in module.labs}
    leftovers: list[Lab | Module] = [
        *Lab.objects.filter(module__course=course).exclude(slug__in=lab_slugs),
        *course.modules.exclude(slug__in=[module.slug for module in spec.modules]),
    ]
    for row in leftovers:
        name = f"{row._meta.model_name} {row.slug}"
        if prune and not _was_worked_on(row):
            row.delete()
            report.deleted.append(name)
        else:
            report.kept.append(name)


def _was_worked_on(row: Lab | Module) -> bool:
    """Whether other apps have rows about it (submissions, which `labs` does not know), or someone read it."""
    if isinstance(row, Module):
        read = SectionRead.objects.filter(section__module=row).exists()
        return read or any(_was_worked_on(lab) for lab in row.labs.all())
    others = [
        one for one in row._meta.related_objects if one.related_model._meta.app_label != row._meta.app_label
    ]
    return any(one.related_model._base_manager.filter(**{one.field.name: row}).exists() for one in others)


def _digest(source: Any) -> str:
    written = json.dumps(source, sort_keys=True, default=_written)
    return hashlib.sha256(written.encode()).hexdigest()


def _written(spec: Any) -> dict[str, Any]:
    """What the files say: what they may say and do not is no change, also when a new version lets them say more."""
    return {name: value for name, value in asdict(spec).items() if value is not None}
