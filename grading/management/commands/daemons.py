"""List the daemons of submissions and spares, or destroy some."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import DatabaseError

from grading.daemon import isolation, reaping
from grading.daemon.listing import Living, living
from grading.messages import human_size
from grading.models import Submission

COLUMNS = "{:<29} {:<9} {:>7} {:>6} {:>8} {:>5} {:>8}  {}"
UUID_LENGTH = 36


class Command(BaseCommand):
    help = (
        "List the daemons that live, with whose they are and what they use; destroy NAME or --all. "
        "A submission whose daemon is destroyed is tried again."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", nargs="?", choices=["list", "destroy"], default="list")
        parser.add_argument("name", nargs="?", help="the daemon to destroy")
        parser.add_argument("--all", action="store_true", help="destroy every one")
        parser.add_argument("--json", action="store_true", help="print the list as JSON")

    @no_translations
    def handle(self, *_args: Any, action: str, **options: Any) -> None:
        if action == "destroy":
            self.destroy(options["name"], options["all"])
        elif options["name"] or options["all"]:
            raise CommandError(
                "A name and --all belong to destroy: manage.py daemons destroy NAME", returncode=2
            )
        else:
            self.show(living(), as_json=options["json"])

    def show(self, found: list[Living], as_json: bool) -> None:
        if as_json:
            rows = [asdict(one) | {"of": described(one.owner)} for one in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        if not found:
            self.stdout.write("No daemon lives.")
            return
        self.stdout.write(COLUMNS.format("NAME", "STATE", "WORKER", "AGE", "MEMORY", "PROCS", "DISK", "OF"))
        for one in found:
            age = "" if one.age is None else f"{one.age:.0f} s"
            sizes = human_size(one.memory), one.processes, human_size(one.disk)
            self.stdout.write(
                COLUMNS.format(one.name, one.state, one.pid or "", age, *sizes, described(one.owner)["text"])
            )

    def destroy(self, name: str | None, everything: bool) -> None:
        there = reaping.names()
        if everything == (name is not None):
            raise CommandError("Say which: manage.py daemons destroy NAME, or --all", returncode=2)
        if name is not None and name not in there:
            raise CommandError(f"{name}: no such daemon", returncode=2)
        for one in there if name is None else [name]:
            isolation.destroy(one)
            if one in isolation.undestroyed:
                raise CommandError(f"{one} could not be destroyed: see the line above")
            self.stdout.write(f"Destroyed: {one}")


def described(owner: str) -> dict[str, str | int | None]:
    """Whose it is: the learner and the lab when a submission has it; always a text."""
    nobody: dict[str, str | int | None] = {
        "text": owner or "unknown",
        "learner": None,
        "lab": None,
        "number": None,
    }
    try:
        found = (
            Submission.objects.filter(public_id=UUID(owner[:UUID_LENGTH]))
            .select_related("lab", "learner")
            .first()
        )
    except (ValueError, DatabaseError):  # not a submission's id; or no database here
        return nobody
    if found is None:
        return nobody
    text = f"{found.learner.get_username()}: {found.lab.slug} #{found.number}{owner[UUID_LENGTH:]}"
    return {
        "text": text,
        "learner": found.learner.get_username(),
        "lab": found.lab.slug,
        "number": found.number,
    }
