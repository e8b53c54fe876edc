"""The SVG files beside a module's text, and whether the text shows pictures that are there."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from labs.contentfiles import ContentError, read_text
from labs.markdown import render
from labs.moduleparts import PICTURE_NAME
from labs.svg import SvgError, read_svg

MAX_PICTURES = 50


def read_pictures(folder: Path) -> dict[str, str]:
    """Name -> SVG of each picture in a module's folder; ContentError."""
    pictures: dict[str, str] = {}
    for path in sorted(folder.glob("*.svg")):
        if not re.fullmatch(PICTURE_NAME, path.name):
            raise ContentError(path, "expected a name of letters, digits, -, _ and . such as layers.svg")
        if len(pictures) == MAX_PICTURES:
            raise ContentError(folder, f"expected at most {MAX_PICTURES} pictures")
        text = read_text(path)
        try:
            read_svg(text)
        except SvgError as error:
            raise ContentError(path, str(error)) from error
        pictures[path.name] = text
    return pictures


def check_pictures(source: str, names: Collection[str], path: Path | str = "text") -> None:
    """Each picture that the text shows is one of `names`, and has a text for who cannot see it; ContentError."""
    for name, alternative in render(source).pictures:
        place = f"{path}:{_line_of(source, name)}"
        if name not in names:
            raise ContentError(place, f"no picture {name} beside the text, expected an SVG file")
        if not alternative.strip():
            raise ContentError(place, f"expected a text for who cannot see {name}: ![text]({name})")


def _line_of(source: str, name: str) -> int:
    lines = source.split("\n")
    return next((number for number, line in enumerate(lines, 1) if f"]({name}" in line), 1)
