"""Reading the files of a course: text only, inside their folder, never through a link."""

from __future__ import annotations

import os
import re
from pathlib import Path

MAX_FILE_BYTES = 1 << 20
MAX_FILES = 200
MAX_NAME = 200


class ContentError(Exception):
    """Files of a course are wrong. The message is one line: the file, the key if any, what was expected."""

    def __init__(self, path: Path | str, problem: str, key: str = "") -> None:
        super().__init__(": ".join(" ".join(str(part).split()) for part in (path, key, problem) if str(part)))
        self.path = Path(path)
        self.key = key


def read_bytes(path: Path) -> bytes:
    if path.is_symlink():
        raise ContentError(path, "a symbolic link, expected a regular file")
    if not path.is_file():
        raise ContentError(path, "no such file")
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise ContentError(path, f"cannot be read: {error.strerror}") from error
    if len(raw) > MAX_FILE_BYTES:
        raise ContentError(path, f"larger than {MAX_FILE_BYTES} bytes")
    return raw


def decode(raw: bytes, path: Path) -> str:
    """UTF-8, without its byte order mark; ContentError names the first byte that is not."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        raise ContentError(
            path, f"expected UTF-8 text, found byte 0x{byte:02x} at offset {error.start}"
        ) from error
    if "\0" in text:
        raise ContentError(path, f"expected text, found a NUL byte at offset {raw.index(0)}")
    return text.removeprefix("\ufeff")


def read_text(path: Path) -> str:
    return decode(read_bytes(path), path).replace("\r\n", "\n")


def read_folder(folder: Path, ignore: tuple[str, ...] = ()) -> dict[str, str]:
    """All files below `folder`, name relative to it -> text, but for those of its own named in `ignore`."""
    require_folder(folder)
    texts: dict[str, str] = {}
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in folders:
            if (Path(parent) / name).is_symlink():
                raise ContentError(Path(parent) / name, "a symbolic link, expected a folder")
        for name in sorted(names):
            path = Path(parent) / name
            relative = path.relative_to(folder).as_posix()
            if relative in ignore:
                continue
            if len(relative) > MAX_NAME:
                raise ContentError(path, f"expected a name of at most {MAX_NAME} characters")
            if len(texts) == MAX_FILES:
                raise ContentError(folder, f"expected at most {MAX_FILES} files")
            texts[relative] = read_text(path)
    return texts


def require_folder(folder: Path) -> None:
    if folder.is_symlink():
        raise ContentError(folder, "a symbolic link, expected a folder")
    if not folder.is_dir():
        raise ContentError(folder, "no such folder")


def is_slug(name: str) -> bool:
    return re.fullmatch(r"[-a-zA-Z0-9_]{1,50}", name) is not None


def slug_of(folder: Path) -> str:
    """The folder's name, which is its slug."""
    name = folder.resolve().name
    if not is_slug(name):
        raise ContentError(folder, "expected a folder name of at most 50 letters, digits, - and _")
    return name
