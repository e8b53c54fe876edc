"""Pictures of a module: SVG that only draws. What could act, or fetch anything, is refused rather than removed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from xml.etree import ElementTree

MAX_SVG_BYTES = 64 << 10
MOST_UNITS = 10_000
SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
XML = "{http://www.w3.org/XML/1998/namespace}"
ELEMENTS = {
    *("svg", "g", "defs", "symbol", "use", "title", "desc", "style"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("text", "tspan", "textPath", "marker", "clipPath", "mask", "pattern"),
    *("linearGradient", "radialGradient", "stop"),
}


class SvgError(Exception):
    """Why a text is no picture that may be shown: one clause."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """`width` and `height` are the viewBox's, in whole units; `digest` is another one for another text."""

    width: int
    height: int
    digest: str


def read_svg(text: str) -> Drawing:
    """SvgError."""
    size = len(text.encode())
    if size > MAX_SVG_BYTES:
        raise SvgError(f"expected at most {MAX_SVG_BYTES} bytes, not {size}")
    # Entities and style sheets from elsewhere come in these ways only.
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise SvgError("expected no document type and no entities")
    if re.search(r"<\?(?!xml\s)", text):
        raise SvgError("expected no processing instruction")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  no entities, as was seen above
    except ElementTree.ParseError as error:
        raise SvgError(f"not valid XML: {error}") from error
    if root.tag != f"{SVG}svg":
        raise SvgError('expected the root element <svg xmlns="http://www.w3.org/2000/svg">')
    for element in root.iter():
        _check_element(element)
    width, height = _size(root)
    return Drawing(width, height, hashlib.sha256(text.encode()).hexdigest()[:16])


def _check_element(element: ElementTree.Element) -> None:
    name = str(element.tag).removeprefix(SVG)
    if name not in ELEMENTS:
        raise SvgError(f"the element <{name.rpartition('}')[2]}> is not allowed")
    for attribute, value in element.attrib.items():
        plain = attribute.removeprefix(XML)
        if plain.lower().startswith("on"):
            raise SvgError(f"the event handler {plain} is not allowed")
        if attribute in ("href", XLINK_HREF):
            if not re.fullmatch(r"#[\w.-]+", value.strip()):
                raise SvgError(f"expected href to be #… within the picture, not {value!r}")
        elif plain.startswith("{") or plain in ("base", "src"):
            raise SvgError(f"the attribute {plain.rpartition('}')[2]} is not allowed")
        _check_css(value)
    if name == "style":
        _check_css(element.text or "")


def _check_css(css: str) -> None:
    """In attributes as in style sheets: nothing is fetched, and no escape hides that something is."""
    if "\\" in css:
        raise SvgError("expected no backslash in styles and attributes")
    if re.search(r"@import|@font-face|image(-set)?\s*\(|javascript:|expression\s*\(", css, re.IGNORECASE):
        raise SvgError("expected styles that fetch nothing and run nothing")
    for target in re.findall(r"url\s*\(\s*['\"]?\s*(.?)", css, re.IGNORECASE):
        if target != "#":
            raise SvgError("expected url(#…) within the picture only")


def _size(root: ElementTree.Element) -> tuple[int, int]:
    written = root.get("viewBox", "")
    numbers = re.findall(r"[-+]?[\d.]+(?:e[-+]?\d+)?", written)
    try:
        _, _, width, height = (float(number) for number in numbers)
    except ValueError as error:
        raise SvgError(f'expected viewBox="0 0 <width> <height>", not {written!r}') from error
    if not (1 <= width <= MOST_UNITS and 1 <= height <= MOST_UNITS):
        raise SvgError(f"expected a viewBox of 1 to {MOST_UNITS} units each way, not {written!r}")
    return round(width), round(height)
