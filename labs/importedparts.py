"""Rows made equal to what files say, writing only what differs. Each function returns whether it wrote."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import models

from labs.models import Check, Lab, LabFile, Module, Picture
from labs.spec import CheckSpec


def assign(row: models.Model, values: Mapping[str, Any]) -> bool:
    """Save the row with `values` if any is new to it."""
    differing = {
        name: value for name, value in values.items() if row.pk is None or getattr(row, name) != value
    }
    if row.pk is not None and not differing:
        return False
    for name, value in differing.items():
        setattr(row, name, value)
    row.save()
    return True


def write_requires(module: Module, slugs: Collection[str]) -> bool:
    required = set(Module.objects.filter(course=module.course, slug__in=slugs))
    if set(module.requires.all()) == required:
        return False
    module.requires.set(required)
    return True


def write_checks(lab: Lab, specs: Sequence[CheckSpec]) -> bool:
    """Checks are known by their place: a later one that moved up is written over the one that was there."""
    rows = list(lab.checks.all())
    wrote = False
    for position, spec in enumerate(specs):
        row = rows[position] if position < len(rows) else Check(lab=lab)
        values = {
            "kind": spec.kind,
            "points": spec.points,
            "parameters": dict(spec.parameters),
            "title": spec.title or "",
            "hint": spec.hint,
            "hints": [asdict(hint) for hint in spec.hints],
        }
        wrote = assign(row, values | {"position": position}) or wrote
    return _delete(rows[len(specs) :]) or wrote


def write_files(lab: Lab, role: LabFile.Role, texts: Mapping[str, str]) -> bool:
    rows = {file.path: file for file in lab.files.filter(role=role)}
    wrote = False
    for path, text in texts.items():
        row = rows.pop(path, None) or LabFile(lab=lab, role=role, path=path)
        wrote = assign(row, {"text": text}) or wrote
    return _delete(rows.values()) or wrote


def write_pictures(module: Module, texts: Mapping[str, str]) -> bool:
    rows = {picture.name: picture for picture in module.pictures.all()}
    wrote = False
    for name, text in texts.items():
        row = rows.pop(name, None) or Picture(module=module, name=name)
        wrote = assign(row, {"text": text}) or wrote
    return _delete(rows.values()) or wrote


def _delete(rows: Collection[models.Model]) -> bool:
    for row in rows:
        row.delete()
    return bool(rows)
