"""What is searched: a module's sections and a lab's brief, as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.db import models
from django.utils.html import strip_tags

from labs.inline import inline
from labs.markdown import Rendered, render
from labs.question import Question
from labs.words import fold

SECTION = re.compile(r'<section id="([^"]+)" data-section="[^"]+">')
HEADING = re.compile(r"\A\s*<h2>.*?</h2>", re.DOTALL)
BLOCK = re.compile(r"</?(?:p|li|td|th|tr|pre|h\d|div|br|dt|dd|blockquote|summary|section)\b[^>]*>")


class Passage(models.Model):
    """A section of a module (its beginning, before the first heading, has no anchor), or the whole brief of a `lab`.

    The folded columns are what the database's full-text index has; triggers on this table keep SQLite's (see the
    migration): whoever lets Django make the table anew must make them again.
    """

    module = models.ForeignKey("labs.Module", models.CASCADE, related_name="passages")
    lab = models.ForeignKey("labs.Lab", models.CASCADE, related_name="passages", null=True)
    anchor = models.CharField(max_length=200, blank=True)
    heading = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    folded_heading = models.CharField(max_length=600)
    folded_text = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.heading


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a text; `anchor` is empty for what comes before the first section."""

    anchor: str
    heading: str
    text: str

    @property
    def columns(self) -> dict[str, str]:
        """As a row of Passage has it."""
        return {
            "anchor": self.anchor,
            "heading": self.heading[:300],
            "text": self.text,
            "folded_heading": fold(self.heading)[:600],
            "folded_text": fold(self.text),
        }


def sections(title: str, source: str) -> Iterator[Found]:
    """A module's text in pieces."""
    rendered = render(source)
    beginning, *rest = SECTION.split(_html(rendered))
    yield Found("", title, plain(beginning))
    titles = {heading.anchor: heading.title for heading in rendered.sections}
    for anchor, html in zip(rest[::2], rest[1::2], strict=True):
        yield Found(anchor, titles[unescape(anchor)], plain(HEADING.sub("", html)))


def brief(title: str, source: str) -> Found:
    return Found("", title, plain(_html(render(source))))


def plain(html: str) -> str:
    return " ".join(unescape(strip_tags(BLOCK.sub(" ", html))).split())


def _html(rendered: Rendered) -> str:
    return "".join(
        f"<p>{inline(part.text)}</p>" if isinstance(part, Question) else part for part in rendered.parts
    )
