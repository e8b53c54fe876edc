"""Grade a folder as if it were submitted; nothing is stored."""

from __future__ import annotations

import json
import logging
import os
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import OperationalError
from django.utils.translation import override

from grading import engine, pipeline
from grading.faults import PlatformFault
from grading.folder import FolderError, read_folder
from grading.job import Job
from grading.messages import Message
from grading.models import State
from grading.verdict import Verdict
from labs.content import ContentError, read_lab
from labs.models import Lab
from labs.spec import LabSpec

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Grade a folder for a lab as if it were submitted. Exit 0: graded; 1: the platform failed; 2: wrong usage."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("lab", help="slug of a lab, or path of a lab folder, imported or not")
        parser.add_argument("dir", type=Path, help="folder that holds the learner's files")
        parser.add_argument("--commands", type=Path, help="file of docker commands, one a line")
        parser.add_argument(
            "--language",
            choices=dict(settings.LANGUAGES),
            default="en",
            help="what the learner would read it in",
        )
        parser.add_argument("--json", action="store_true", help="print the verdict as one JSON object")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        lab = find_lab(options["lab"])
        try:
            files, commands = read_folder(options["dir"], lab, options["commands"])
        except FolderError as error:
            raise CommandError(str(error), returncode=2) from error
        try:
            if not settings.KEEPER:
                engine.ensure_running()
            with ExitStack() as life:
                verdict = pipeline.judge(Job(lab, files, commands, f"grade-{os.getpid()}", life))
        except PlatformFault as fault:
            verdict = Verdict(lab.max_score, fault=fault.whose, error=fault.message)
        except Exception as error:  # whatever else it is, it is ours
            logger.exception("Grading failed")
            message = Message("Grading failed: %(reason)s", {"reason": str(error)})
            verdict = Verdict(lab.max_score, fault=PlatformFault.whose, error=message)
        with override(options["language"]):
            said = (
                json.dumps(verdict.as_json(lab.slug), ensure_ascii=False)
                if options["json"]
                else as_text(verdict)
            )
        self.stdout.write(said)
        if verdict.status == State.FAILED:
            sys.exit(1)


def find_lab(name: str) -> LabSpec:
    """The lab of that slug, else the lab folder at that path."""
    try:
        lab = Lab.objects.filter(slug=name).first()
    except OperationalError:  # a database that was never migrated holds no lab
        lab = None
    if lab is not None:
        return lab.spec()
    folder = Path(name)
    if not folder.is_dir():
        raise CommandError(f"{name}: no lab has this slug, and there is no such lab folder", returncode=2)
    try:
        return read_lab(folder)
    except ContentError as error:
        raise CommandError(str(error), returncode=2) from error


def as_text(verdict: Verdict) -> str:
    lines = [f"{verdict.status}: {verdict.score:g} of {verdict.max_score:g}"]
    if verdict.error:
        where = f" (line {verdict.error_line})" if verdict.error_line else ""
        lines.append(f"{verdict.error}{where}")
    for one in verdict.outcomes:
        name = f"{one.kind} ({one.title})" if one.title else one.kind
        lines.append(f"  {one.points:g}/{one.max_points:g} {name}: {one.message}")
    return "\n".join(lines)
