"""Write courses from files into the database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from labs.content import ContentError, read_course
from labs.importing import ConflictError, Report, import_courses
from labs.models import Lab
from labs.regrading import accounts_of


class Command(BaseCommand):
    help = "Import courses from their folders: all of them or, when a file is wrong (exit 2), nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folders", metavar="DIR", nargs="+", type=Path, help="folder of a course (course.toml)"
        )
        parser.add_argument("--overwrite", action="store_true", help="also undo what was edited in the admin")
        parser.add_argument(
            "--prune",
            action="store_true",
            help="delete modules and labs without files that no learner worked on",
        )

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            courses = [read_course(folder) for folder in options["folders"]]
            report = import_courses(courses, overwrite=options["overwrite"], prune=options["prune"])
        except (ContentError, ConflictError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.show(report, options["folders"])

    def show(self, report: Report, folders: list[Path]) -> None:
        for done in ("created", "changed", "deleted"):
            for name in getattr(report, done):
                self.stdout.write(f"{done} {name}")
        for lab in Lab.objects.filter(slug__in=report.changed_labs):
            for said in accounts_of(lab):
                self.stdout.write(f"lab {lab.slug}: {said}")
        for name in report.kept:
            self.stdout.write(f"kept {name}, which has no files (learners may have worked on it)")
        where = ", ".join(map(str, folders))
        counts = (
            f"{len(report.created)} created, {len(report.changed)} changed, {len(report.unchanged)} unchanged"
        )
        self.stdout.write(f"{where}: {counts}" if report.wrote else f"{where}: nothing changed")
