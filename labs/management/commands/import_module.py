"""Write one plain Markdown file into the database as a module of a course."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction
from django.utils.text import slugify

from labs.contentfiles import ContentError, is_slug
from labs.decoding import read_repaired
from labs.importedparts import assign
from labs.markdown import render
from labs.models import Course, Module
from labs.questionblocks import questions_of

WORDS_A_MINUTE = 200


class Command(BaseCommand):
    help = (
        "Import a Markdown file as a module, or as the new text of the module of that slug. Exit 2: refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="Markdown; its first heading is the title"
        )
        parser.add_argument("--course", required=True, metavar="SLUG", help="the course it belongs to")
        parser.add_argument("--create", action="store_true", help="make the course if there is none")
        parser.add_argument("--slug", help="the module's slug (default: from its title)")
        parser.add_argument(
            "--position", type=int, help="its place in the course (default: where it is, or last)"
        )

    @no_translations
    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        course = find_course(options["course"], options["create"])
        try:
            decoded = read_repaired(path)
            questions_of(decoded.text, path)
        except ContentError as error:
            raise refused(str(error)) from error
        rendered = render(decoded.text)
        if not rendered.title:
            raise refused(f'{path}: expected the first heading to be the title, "# …"')
        slug = options["slug"] or slugify(rendered.title)[:50].strip("-") or slugify(path.stem)
        if not is_slug(slug):
            raise refused(f"--slug: expected at most 50 letters, digits, - and _, not {slug!r}")
        position: int | None = options["position"]
        if position is not None and position < 0:
            raise refused(f"--position: expected a number from 0, not {position}")
        done = write_module(course, slug, rendered.title, decoded.text, position)
        if decoded.repaired_lines:
            damage = f"{decoded.repaired_lines} lines of UTF-8 had been read as {decoded.wrong_encoding}"
            self.stdout.write(f"{path}: text repaired, {damage}")
        sections = len(rendered.sections)
        self.stdout.write(f"{done} module {slug} of {course.slug}: {sections} section{'s' * (sections != 1)}")


def refused(why: str) -> CommandError:
    return CommandError(why, returncode=2)


def find_course(slug: str, create: bool) -> Course:
    course = Course.objects.filter(slug=slug).first()
    if course is not None:
        return course
    if not create:
        known = ", ".join(Course.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(
            f"--course: no course {slug!r} (there is: {known}); --create makes it", returncode=2
        )
    if not is_slug(slug):
        raise CommandError(
            f"--course: expected at most 50 letters, digits, - and _, not {slug!r}", returncode=2
        )
    return Course.objects.create(slug=slug, title=slug)


def write_module(course: Course, slug: str, title: str, source: str, position: int | None) -> str:
    """Returns what was done: "created", "changed" or "unchanged"."""
    module = course.modules.filter(slug=slug).first() or Module(course=course, slug=slug)
    is_new = module.pk is None
    if position is None:
        last = course.modules.order_by("-position").first()
        position = module.position if not is_new else last.position + 1 if last else 0
    minutes = max(1, round(len(source.split()) / WORDS_A_MINUTE))
    values = {"title": title[:200], "source": source, "minutes": minutes, "position": position}
    changed = assign(module, values)
    return "created" if is_new else "changed" if changed else "unchanged"
