"""For authors: begin a lab folder, look at it, try it on this installation."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from grading import engine, trial
from grading.base_images import preparing
from grading.faults import PlatformFault
from grading.messages import human_size
from labs import newlab
from labs.content import ContentError, read_lab, read_mistakes
from labs.limits import format_size
from labs.spec import LabSpec

USAGE, NOT_CLEAN = 2, 1


class Command(BaseCommand):
    help = "Labs as folders: `new` begins one, `show` prints it, `check` grades its solution and its mistakes here."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        doing = parser.add_subparsers(dest="doing", required=True, metavar="new|check|show")
        new = doing.add_parser("new", help="make a folder with a small lab that works, to be changed")
        new.add_argument("folder", type=Path)
        check = doing.add_parser(
            "check", help="grade solution and mistakes; exit 1 where expectations differ"
        )
        check.add_argument("folders", type=Path, nargs="*", help="lab folders; without any, all in content/")
        show = doing.add_parser("show", help="print what a lab is made of")
        show.add_argument("folder", type=Path)

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["doing"] == "new":
                newlab.make(options["folder"])
                self.stdout.write(
                    f"{options['folder']}: made. Try it with: manage.py lab check {options['folder']}"
                )
            elif options["doing"] == "show":
                self.stdout.write(as_text(options["folder"]))
            else:
                self.check_all(options["folders"] or all_labs())
        except ContentError as error:
            raise CommandError(str(error), returncode=USAGE) from error
        except PlatformFault as fault:
            raise CommandError(str(fault)) from fault

    def check_all(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            read_lab(folder)  # all of them, before the first build
        engine.ensure_running()
        preparing.prepare(lambda _what: None)
        clean = [self.check_one(folder) for folder in folders]
        if not all(clean):
            sys.exit(NOT_CLEAN)

    def check_one(self, folder: Path) -> bool:
        """Print a lab's table as it grows; whether all came out as expected."""
        lab = read_lab(folder)
        self.stdout.write(self.style.MIGRATE_HEADING(f"{lab.slug}: {lab.title}"))
        self.stdout.write(
            "  " + " " * 26 + "".join(f"{check.kind:>14}" for check in lab.checks) + f"{'score':>9}"
        )
        tried = []
        for one in trial.tries(folder):
            tried.append(one)
            self.stdout.write(row(one, lab))
            for problem in one.problems:
                self.stdout.write(self.style.ERROR(f"      {problem}"))
            self.stdout.flush()
        unshown = trial.never_failed(lab, tried)
        if unshown:
            names = ", ".join(f"{lab.checks[index].kind} (check {index + 1})" for index in unshown)
            self.stdout.write(self.style.WARNING(f"  no mistake fails: {names}"))
        return not any(one.problems for one in tried)


def all_labs() -> list[Path]:
    return sorted(path.parent for path in (settings.BASE_DIR / "content").glob("*/*/labs/*/lab.toml"))


def row(one: trial.Tried, lab: LabSpec) -> str:
    outcomes = one.verdict.outcomes
    cells = [f"{outcome.points:g}/{outcome.max_points:g}" for outcome in outcomes] or ["-"] * len(lab.checks)
    mark = "differs" if one.problems else "ok"
    state = "" if one.verdict.status == "graded" else f" {one.verdict.status}"
    return (
        f"  {one.name:26}"
        + "".join(f"{cell:>14}" for cell in cells)
        + f"{one.verdict.score:>9g}  {mark}{state}"
    )


def as_text(folder: Path) -> str:
    lab, limits = read_lab(folder), read_lab(folder).limits
    lines = [
        f"{lab.slug}: {lab.title}",
        f"  editable     {', '.join(lab.editable)}",
        f"  read-only    {', '.join(sorted(set(lab.starter) - set(lab.editable))) or '-'}",
        f"  base images  {', '.join(lab.base_images)}",
        f"  network      {lab.network}",
        f"  registry     {lab.registry.user if lab.registry else '-'}",
        f"  limits       {limits.seconds} s, {format_size(limits.memory)} memory, {format_size(limits.disk)} disk",
        f"  commands     {'; '.join(lab.commands.splitlines())}",
        f"  to pass      {lab.pass_percent} % of {lab.max_score:g} points",
    ]
    lines += [f"  {check.points:>6g}  {check.kind}  {_parameters(check.parameters)}" for check in lab.checks]
    size = sum(len(text.encode()) for text in lab.solution.values())
    lines.append(f"  solution     {', '.join(sorted(lab.solution))} ({human_size(size)})")
    lines += [f"  mistake      {one.name}: {one.expect.score:g}" for one in read_mistakes(folder)]
    return "\n".join(lines)


def _parameters(parameters: Any) -> str:
    return ", ".join(f"{key} = {value!r}" for key, value in parameters.items())
