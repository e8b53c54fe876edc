"""One line of Markdown, such as a question's text: code, emphasis and links, and nothing that opens a block."""

from __future__ import annotations

from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {"a", "b", "code", "del", "em", "i", "kbd", "s", "samp", "strong", "sub", "sup", "var", "br"}
ATTRIBUTES = {"a": {"href", "title"}}


@lru_cache(maxsize=2000)  # the same for all who read it
def inline(text: str) -> SafeString:
    parser = markdown.Markdown(output_format="html")
    root = Element("div")
    SubElement(root, "p").text = text
    parser.treeprocessors["inline"].run(root)
    html = parser.serializer(root)
    for processor in parser.postprocessors:
        html = processor.run(html)
    return mark_safe(  # noqa: S308
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener",
        ).strip()
    )
