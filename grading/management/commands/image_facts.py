"""Print what a saved image is made of, without any daemon."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from grading.facts import ImageFacts, Layer
from grading.image import archive
from grading.image.archive_file import ArchiveError
from grading.messages import human_size
from grading.tree import readable

SHOWN_FILES = 10
SHOWN_FOLDERS = 3  # of a layer


class Command(BaseCommand):
    help = "Facts of an image saved by docker save or as an OCI layout in a tar. Exit 2: the file is no such archive."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--base-layers", type=int, default=1, help="so many of the first layers are the base's"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["archive"]
        if options["base_layers"] < 0:
            raise CommandError("--base-layers: expected 0 or more", returncode=2)
        try:
            facts = archive.read(path, options["base_layers"])
        except ArchiveError as error:
            raise CommandError(f"{path}: {error}", returncode=2) from error
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}", returncode=2) from error
        self.stdout.write(
            json.dumps(as_json(facts), ensure_ascii=False) if options["json"] else as_text(facts)
        )


def as_json(facts: ImageFacts) -> dict[str, Any]:
    """Sizes in bytes. `wasted_own_percent` is what dive calls the user's: wasted bytes over those above the base."""
    stored = facts.as_json()
    own_percent = 100 * facts.wasted_bytes / facts.own_size if facts.own_size else 0.0
    layer_keys = (
        "index", "diff_id", "size", "files", "created_by", "hidden", "added", "changed", "removed", "folders"
    )  # fmt: skip
    tree = facts.tree
    assert tree is not None
    return {
        "id": facts.id,
        "tags": list(facts.tags),
        "platform": facts.platform,
        "layers": [{key: layer[key] for key in layer_keys} for layer in stored["layers"]],
        "size": facts.size,
        "own_size": facts.own_size,
        "efficiency": facts.efficiency,
        "wasted_bytes": facts.wasted_bytes,
        "wasted_own_percent": own_percent,
        "hidden_bytes": facts.hidden_bytes,
        "wasted_files": list(stored["wasted_files"]),
        "largest_files": [{"path": readable(one.path), "bytes": one.size} for one in tree.largest_files()],
        "largest_folders": [{"path": readable(path), "bytes": size} for path, size in tree.largest_folders()],
        "setuid": [readable(one.path) for one in tree.setuid()],
        "packages": [{**one._asdict(), "path": readable(one.path)} for one in tree.packages],
        "history": stored["history"],
        "config": facts.config,
    }


def as_text(facts: ImageFacts) -> str:
    lines = [", ".join(facts.tags) or facts.id]
    for layer in facts.layers:
        lines += _layer_lines(layer)
    lines += [
        f"  size {human_size(facts.size)}, above the base {human_size(facts.own_size)}",
        f"  efficiency {facts.efficiency:.1%}, wasted {human_size(facts.wasted_bytes)},"
        f" hidden {human_size(facts.hidden_bytes)}",
    ]
    lines += [
        f"    {human_size(file.bytes):>12}  {file.count} times  {file.path}"
        for file in facts.wasted_files[:SHOWN_FILES]
    ]
    if facts.tree is not None:
        lines.append(f"  {len(facts.tree.packages)} packages, {len(facts.tree.setuid())} setuid files")
    return "\n".join(lines)


def _layer_lines(layer: Layer) -> list[str]:
    changes = f"+{layer.added} ~{layer.changed} -{layer.removed}"
    return [
        f"  layer {layer.index:<3}{human_size(layer.size):>12}  {changes:>16} files  {layer.created_by[:70]}",
        *(f"    {human_size(one.bytes):>16}  {one.path}" for one in layer.folders[:SHOWN_FOLDERS]),
    ]
