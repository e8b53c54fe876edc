"""What a lab must fulfil as a whole, wherever it was written: in files or in the admin."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from labs.checkkinds import CheckError, validate_check
from labs.instead import instead
from labs.spec import LabSpec

# They lie beside the files of a solution or a mistake and are not sent.
NOT_SENT = ("commands.txt", "expect.toml")


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is a key of the lab ("editable", "checks[2].full", counted from 0) or a file ("starter/Dockerfile")."""

    where: str
    expected: str


def problems(lab: LabSpec) -> Iterator[Problem]:
    yield from editable_problems(lab.editable)
    yield from image_problems(lab.base_images)
    yield from file_problems(lab)
    yield from registry_problems(lab)
    yield from check_problems(lab)


def editable_problems(names: Collection[str]) -> Iterator[Problem]:
    for name in names:
        if "/" in name or "\\" in name or name in {".", "..", *NOT_SENT} or not name.isprintable():
            yield Problem("editable", instead(_("expected names of files without folders"), name))


def image_problems(names: Collection[str]) -> Iterator[Problem]:
    for name in names:
        if not re.fullmatch(r"[a-z0-9][^\s]{0,254}", name):
            yield Problem("base_images", instead(_('expected names such as "debian:12-slim"'), name))


def file_problems(lab: LabSpec) -> Iterator[Problem]:
    if "Dockerfile" not in lab.starter and "Dockerfile" not in lab.editable:
        yield Problem("starter/Dockerfile", _("missing, and Dockerfile is not in editable either"))
    if "Dockerfile" not in {*lab.starter, *lab.solution}:
        yield Problem("solution/Dockerfile", _("missing, and the starter has none either"))
    for name in lab.solution:
        if name not in lab.editable:
            known = ", ".join(lab.editable) or _("none")
            expected = _("expected only the lab's editable files (%(known)s)") % {"known": known}
            yield Problem(f"solution/{name}", expected)


def registry_problems(lab: LabSpec) -> Iterator[Problem]:
    if lab.registry is None:
        return
    user, file = lab.registry.user, lab.registry.password_file
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,31}", user):
        yield Problem("registry.user", instead(_('expected a name such as "student"'), user))
    if file not in lab.starter or file in lab.editable:
        yield Problem(
            "registry.password_file",
            instead(_("expected a file of starter/ that is not editable"), file),
        )
    elif not re.fullmatch(r"[\x21-\x7e]{1,72}", lab.registry_password):
        yield Problem(
            f"starter/{file}", _("expected a password on one line, 72 characters without blanks at most")
        )


def check_problems(lab: LabSpec) -> Iterator[Problem]:
    if lab.max_score <= 0:
        yield Problem("checks", _("expected points that add up to more than 0"))
    for number, check in enumerate(lab.checks):
        try:
            validate_check(check, lab)
        except CheckError as error:
            yield Problem(f"checks[{number}].{error.key}", error.expected)
