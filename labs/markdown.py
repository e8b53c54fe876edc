"""Markdown -> HTML that is safe to show, with an anchor a heading and a `<section>` a level-2 one.

Questions are left out of the HTML and come beside it: what is shown of one is its reader's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from secrets import token_hex
from typing import Any
from xml.etree.ElementTree import Element

import markdown
import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown.extensions.toc import TocExtension, render_inner_html, strip_tags
from markdown.treeprocessors import Treeprocessor
from pygments.token import STANDARD_TYPES

from labs.markdownpictures import Pictures, PictureSize
from labs.question import Question
from labs.questionblocks import take_out

VERSION = 1  # raise it when the sections change for the same source: an import then derives them anew
ANCHOR_LENGTH = 80
# Keeps anchors apart from the ids of the pages that show the text ("main", "labs", …).
ANCHOR_PREFIX = "s-"

TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "div", "hr", "br", "blockquote", "pre", "details", "summary"),
    *("ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("a", "img", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp"),
    *("small", "span", "strong", "sub", "sup", "u", "var"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "img": {"src", "alt", "title", "width", "height", "loading"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
} | {f"h{level}": {"id"} for level in range(2, 7)}
ADMONITIONS = {"note", "tip", "hint", "important", "warning", "attention", "caution", "danger", "error"}
CLASSES = {
    "div": {"highlight", "admonition"} | ADMONITIONS,
    "p": {"admonition-title", "picture"},
    "span": {name for name in STANDARD_TYPES.values() if name},
}
HEADINGS = {f"h{level}" for level in range(1, 7)}
EXTENSIONS = ["tables", "sane_lists", "admonition", "pymdownx.highlight", "pymdownx.superfences"]
EXTENSION_CONFIGS: dict[str, dict[str, Any]] = {
    "tables": {"use_align_attribute": True},  # a style attribute would not survive
    "pymdownx.highlight": {"guess_lang": False, "use_pygments": True},
}


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """`title` is the level-1 heading that the text begins with, or "": the page shows it, `html` does not.

    `toc` has all headings in order, `sections` those of level 2 that became `<section data-section=anchor>`.
    `parts` are `html` in pieces, which need not close what they open, with the questions where they belong.
    `pictures` are the source and the text of each picture that stands alone in its paragraph.
    """

    title: str
    html: SafeString
    parts: tuple[SafeString | Question, ...]
    toc: tuple[Heading, ...]
    sections: tuple[Heading, ...]
    pictures: tuple[tuple[str, str], ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(part for part in self.parts if isinstance(part, Question))


def anchor_of(title: str, _separator: str = "-") -> str:
    """A heading as an anchor, without accents and emoji; a script without Latin letters stays."""
    plain = title.replace("’", "-").replace("'", "-").replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae")
    slug = slugify(plain) or slugify(plain, allow_unicode=True) or "section"
    return ANCHOR_PREFIX + slug[:ANCHOR_LENGTH].strip("-")


@lru_cache(maxsize=500)  # each text once a process; a long one takes 100 kB
def render(source: str, pictures: tuple[PictureSize, ...] = ()) -> Rendered:
    """`pictures` are those that the text may show, with what the page must know of them before they are loaded."""
    token = token_hex(16)
    source, questions = take_out(source, lambda number: f"{token}x{number}x")
    parser = markdown.Markdown(
        extensions=[*EXTENSIONS, TocExtension(marker="", slugify=anchor_of)],
        extension_configs=EXTENSION_CONFIGS,
        output_format="html",
    )
    titles, headings, shown = _Titles(parser), _Headings(parser), Pictures(parser, pictures)
    parser.treeprocessors.register(
        titles, "titles", 7
    )  # after inline text (20), before anchors are given (5)
    parser.treeprocessors.register(shown, "pictures", 6)
    parser.treeprocessors.register(headings, "headings", 1)
    html = parser.convert(source)
    # Each part is sanitised alone and so closes all it opens: nothing in it can end the section around it.
    before, *bodies = (sanitise(part) for part in html.split(headings.mark))
    wrapped = [
        format_html('<section id="{0}" data-section="{0}">{1}</section>', heading.anchor, part)
        for heading, part in zip(headings.sections, bodies, strict=True)
    ]
    whole = before + "".join(wrapped)
    # Every second piece is the number of a question, wherever its paragraph came to stand.
    pieces = re.split(rf"(?:<p>)?{token}x(\d+)x(?:</p>)?", whole)
    parts = tuple(questions[int(one)] if n % 2 else SafeString(one) for n, one in enumerate(pieces))
    return Rendered(
        titles.title,
        SafeString("".join(pieces[::2])),
        parts,
        tuple(headings.toc),
        tuple(headings.sections),
        tuple(shown.found),
    )


def sanitise(html: str) -> SafeString:
    return mark_safe(  # noqa: S308
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            allowed_classes=CLASSES,
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener",
            # Reached by keyboard, so that a wide one can be scrolled.
            set_tag_attribute_values={"pre": {"tabindex": "0"}},
        )
    )


class _Titles(Treeprocessor):
    """Takes out the level-1 heading that comes first; others become level 2, for a page has one title."""

    title = ""

    def run(self, root: Element) -> None:
        first = next((element for element in root if element.tag in HEADINGS), None)
        if first is not None and first.tag == "h1":
            self.title = _text(first, self.md)
            root.remove(first)
        for element in root.iter("h1"):
            element.tag = "h2"


class _Headings(Treeprocessor):
    """Gathers the headings, and puts a mark that no source can contain before those that open a section."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.toc: list[Heading] = []
        self.sections: list[Heading] = []
        self._token = token_hex(16)
        self.mark = f"<i>{self._token}</i>"

    def run(self, root: Element) -> None:
        top_level = list(root)
        for element in [one for one in root.iter() if one.tag in HEADINGS]:
            heading = Heading(int(element.tag[1]), element.attrib["id"], _text(element, self.md))
            self.toc.append(heading)
            if element.tag == "h2" and element in top_level:
                self.sections.append(heading)
                del element.attrib["id"]  # the section bears it
                mark = Element("i")
                mark.text = self._token
                root.insert(list(root).index(element), mark)


def _text(heading: Element, md: markdown.Markdown) -> str:
    return unescape(strip_tags(render_inner_html(heading, md)))
