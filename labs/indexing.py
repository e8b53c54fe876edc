"""The passages that are searched follow modules and labs as they are saved: by an import, or in the admin."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_save

from labs.models import Lab, Module
from labs.passages import Passage, brief, sections


def follow_changes() -> None:
    post_save.connect(_module_saved, sender=Module, dispatch_uid="labs.indexing module")
    post_save.connect(_lab_saved, sender=Lab, dispatch_uid="labs.indexing lab")


def _module_saved(instance: Module, **_: Any) -> None:
    found = [one.columns for one in sections(instance.title, instance.source)]
    _write(Passage.objects.filter(module=instance, lab=None), found, {"module_id": instance.pk})


def _lab_saved(instance: Lab, **_: Any) -> None:
    found = [brief(instance.title, instance.brief).columns]
    place = {"module_id": instance.module_id, "lab_id": instance.pk}
    _write(Passage.objects.filter(lab=instance), found, place)


@transaction.atomic
def _write(known: QuerySet[Passage], found: list[dict[str, str]], place: dict[str, int]) -> None:
    """`found` has at least one. Nothing when the texts are the same: a lab is saved for many other reasons."""
    wanted = [place | columns for columns in found]
    if list(known.values(*place, *found[0])) != wanted:
        known.delete()
        Passage.objects.bulk_create(Passage(**row) for row in wanted)
