"""A lab's grades made again by its checks as they are now: what would move, or with --apply, moved."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from grading import regrade
from grading.moves import Move
from labs.models import Lab

USAGE = 2


class Command(BaseCommand):
    help = "Show whose grade a lab's checks, as they are now, would move; nothing is written without --apply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("lab", help="slug of an imported lab")
        parser.add_argument(
            "--apply", action="store_true", help="write the new grades, and queue what must be built"
        )

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        lab = Lab.objects.filter(slug=options["lab"]).first()
        if lab is None:
            raise CommandError(f"no lab {options['lab']!r}", returncode=USAGE)
        preview = regrade.apply(lab, None) if options["apply"] else regrade.preview(lab)
        for move in [*preview.changing, *preview.kept]:
            self.stdout.write(row(move))
        graded = f"{len(preview.moves)} graded" + (", applied" if options["apply"] else "")
        self.stdout.write(f"{lab.slug}: {str(preview) or 'no grade moves'} ({graded})")


def row(move: Move) -> str:
    after = "build" if move.needs_build else "stays" if move.kept else str(move.after)
    percent = "" if move.needs_build or move.kept else f"{move.percent:+.4g} %"
    who = f"{move.learner} #{move.number}"
    return f"  {who:30}{move.before!s:>12} -> {after:12}{percent:>9}  {'; '.join(move.why)}".rstrip()
