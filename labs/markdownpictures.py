"""Pictures that lie beside a module's text: `![text](name.svg)`, alone in its paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import markdown
from markdown.treeprocessors import Treeprocessor


@dataclass(frozen=True, slots=True)
class PictureSize:
    """In pixels, for the page to leave room before the picture is there. `digest` tells its versions apart."""

    name: str
    width: int
    height: int
    digest: str


class Pictures(Treeprocessor):
    """Gathers the pictures of a text, and gives those that are known their size and the address of their version."""

    def __init__(self, md: markdown.Markdown, known: tuple[PictureSize, ...]) -> None:
        super().__init__(md)
        self.found: list[tuple[str, str]] = []
        self._known = {one.name: one for one in known}

    def run(self, root: Element) -> None:
        for paragraph in root.iter("p"):
            if (paragraph.text or "").strip() or [child.tag for child in paragraph] != ["img"]:
                continue
            image = paragraph[0]
            source = image.get("src", "")
            if (image.tail or "").strip() or re.match(r"[a-z]+:|[/#]", source, re.IGNORECASE):
                continue
            self.found.append((source, image.get("alt", "")))
            picture = self._known.get(source)
            if picture is not None:
                paragraph.set("class", "picture")
                image.set("src", f"{picture.name}?v={picture.digest}")
                image.set("width", str(picture.width))
                image.set("height", str(picture.height))
                image.set("loading", "lazy")
