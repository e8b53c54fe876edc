from __future__ import annotations

import pytest

from labs.svg import SvgError, read_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 480 200">'
GOOD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- couches -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 200.4">
  <style>rect { fill: #fff } @media (prefers-color-scheme: dark) { rect { fill: url(#g) } }</style>
  <defs><linearGradient id="g"><stop offset="0" stop-color="#000"/></linearGradient></defs>
  <rect id="r" width="10" height="10"/><use href="#r" x="20" style="fill: url('#g')"/>
  <text x="10" y="20">Créer une image</text>
</svg>
"""


def test_a_drawing_tells_its_size_and_version() -> None:
    drawing = read_svg(GOOD)
    assert (drawing.width, drawing.height) == (480, 200)
    assert drawing.digest != read_svg(GOOD.replace("Créer", "Lire")).digest


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image href="https://x.example/a.png"/>', "<image>"),
        ('<a href="https://x.example">x</a>', "<a>"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', "<set>"),
        ('<html:script xmlns:html="http://www.w3.org/1999/xhtml">alert(1)</html:script>', "<script>"),
        ('<rect onload="alert(1)"/>', "onload"),
        ('<rect ONLOAD="alert(1)"/>', "ONLOAD"),
        ('<use href="https://x.example/a.svg#b"/>', "href"),
        ('<use xlink:href="data:image/svg+xml,x"/>', "href"),
        ('<g xml:base="https://x.example"/>', "base"),
        ('<rect fill="url(https://x.example)"/>', "url"),
        ("<rect style=\"fill: url( '//x.example')\"/>", "url"),
        ("<style>@import '//x.example/a.css';</style>", "styles"),
        ("<style>@font-face { src: url(#a) }</style>", "styles"),
        ("<style>rect { fill: \\75rl(//x.example) }</style>", "backslash"),
        ("<style>rect { background: image-set('//x.example' 1x) }</style>", "styles"),
        ("<rect>", "not valid XML"),
    ],
)
def test_what_acts_or_fetches_is_refused(inside: str, said: str) -> None:
    with pytest.raises(SvgError, match=said):
        read_svg(f"{HEAD}{inside}</svg>")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid XML"),
        ("<svg viewBox='0 0 1 1'/>", "root element"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "viewBox"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 20"/>', "viewBox"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e9 20"/>', "viewBox"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{HEAD}&a;</svg>', "document type"),
        (f'<?xml-stylesheet href="//x.example/a.css"?>{HEAD}</svg>', "processing instruction"),
        (f"{HEAD}<title>{'é' * 33_000}</title></svg>", "at most 65536 bytes"),
    ],
)
def test_what_is_no_picture_is_refused(text: str, said: str) -> None:
    with pytest.raises(SvgError, match=said):
        read_svg(text)
