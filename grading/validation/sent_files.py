"""The files of a submission: their names, number, sizes and text."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from grading.faults import LearnerFault
from labs.spec import LabSpec

MAX_FILES = 20
MAX_FILE = 256 * 1024  # bytes
MAX_ALL = 1024 * 1024  # bytes
MAX_SHOWN = 300  # characters of anything the learner wrote, in a message


def read(lab: LabSpec, files: Mapping[str, bytes | str]) -> tuple[dict[str, str], list[LearnerFault]]:
    """The text of the editable files that were sent, and what is wrong with what was sent.

    Line ends become `\\n`, a byte order mark goes. A file that is wrong is left out.
    """
    kept: dict[str, str] = {}
    faults: list[LearnerFault] = []
    if len(files) > MAX_FILES:
        faults.append(
            LearnerFault(
                _("Too many files: at most %(most)s are allowed, %(count)s were sent."),
                most=MAX_FILES,
                count=len(files),
            )
        )
        return kept, faults
    total = 0
    for name, content in files.items():
        try:
            refuse_name(name)
            text = _text(name, content)
            if _is_editable(lab, name, text):
                total += len(text.encode())
                kept[name] = text
        except LearnerFault as fault:
            fault.path = fault.path or shown(name)
            faults.append(fault)
    if total > MAX_ALL:
        faults.append(
            LearnerFault(
                _("The files have %(size_bytes)s in all: at most %(most_bytes)s are allowed."),
                size_bytes=total,
                most_bytes=MAX_ALL,
            )
        )
    return kept, faults


def shown(name: str) -> str:
    """Text fit for a message: short, without control characters."""
    return "".join(char if char.isprintable() else "�" for char in name[:MAX_SHOWN])


def refuse_name(name: str) -> None:
    """LearnerFault for a name that could lead out of the submission's folder."""
    parts = name.split("/")
    if not name or name.startswith("/") or ".." in parts or "." in parts or "" in parts:
        raise LearnerFault(
            _("The file name %(name)s is not allowed: it may not have .. or a leading /."),
            name=shown(name) or '""',
        )
    if "\\" in name or not name.isprintable():
        raise LearnerFault(
            _("The file name %(name)s is not allowed: it has a backslash or a control character."),
            name=shown(name),
        )


def _text(name: str, content: bytes | str) -> str:
    if len(content) > MAX_FILE:
        raise _too_large(name, len(content))
    if isinstance(content, bytes):
        try:
            content = content.decode()
        except UnicodeDecodeError as error:
            raise LearnerFault(
                _("%(file)s is not UTF-8 text: byte %(offset)s cannot be read."),
                file=shown(name),
                offset=error.start,
            ) from None
    try:
        size = len(content.encode())
    except UnicodeEncodeError as error:
        raise LearnerFault(
            _("%(file)s is not text: character %(offset)s cannot be written as UTF-8."),
            file=shown(name),
            offset=error.start,
        ) from None
    if size > MAX_FILE:
        raise _too_large(name, size)
    if "\0" in content:
        line = content.count("\n", 0, content.index("\0")) + 1
        raise LearnerFault(_("%(file)s has a NUL byte: expected text."), line=line, file=shown(name))
    return content.removeprefix("\ufeff").replace("\r\n", "\n")


def _too_large(name: str, size: int) -> LearnerFault:
    return LearnerFault(
        _("%(file)s has %(size_bytes)s: a file may have %(most_bytes)s."),
        file=shown(name),
        size_bytes=size,
        most_bytes=MAX_FILE,
    )


def _is_editable(lab: LabSpec, name: str, text: str) -> bool:
    """False for one of the lab's read-only files sent as it was given."""
    if name in lab.editable:
        return True
    if name not in lab.starter:
        raise LearnerFault(
            _("The file %(name)s is not part of this lab: only %(allowed)s can be sent."),
            name=shown(name),
            allowed=", ".join(lab.editable),
        )
    if text != lab.starter[name].removeprefix("\ufeff").replace("\r\n", "\n"):
        raise LearnerFault(
            _("The file %(name)s cannot be changed: only %(allowed)s can."),
            name=name,
            allowed=", ".join(lab.editable),
        )
    return False
