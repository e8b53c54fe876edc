"""A folder on disk as a submission: for `manage.py grade` and for a lab's own mistakes."""

from __future__ import annotations

from pathlib import Path

from labs.labrules import NOT_SENT
from labs.spec import LabSpec

MAX_FILES = 200  # more is not a submission but a wrong folder


class FolderError(Exception):
    """The folder cannot be read as a submission; the message is one line."""


def read_folder(
    folder: Path, lab: LabSpec, commands_file: Path | None = None
) -> tuple[dict[str, bytes], str]:
    """The files below `folder`, and the commands: of `commands_file`, else of its commands.txt, else the lab's."""
    if not folder.is_dir():
        raise FolderError(f"{folder}: no such folder")
    given = folder / "commands.txt"
    source = commands_file or (given if given.is_file() else None)
    try:
        commands = source.read_text("utf-8") if source else lab.commands
        return _files(folder, lab), commands
    except UnicodeDecodeError as error:
        raise FolderError(f"{source}: not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise FolderError(f"{error.filename}: {error.strerror}") from error


def _files(folder: Path, lab: LabSpec) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise FolderError(f"{path}: a symbolic link cannot be submitted")
        if not path.is_file() or (name in NOT_SENT and name not in lab.editable):
            continue
        if len(files) == MAX_FILES:
            raise FolderError(f"{folder}: more than {MAX_FILES} files")
        files[name] = path.read_bytes()
    return files
