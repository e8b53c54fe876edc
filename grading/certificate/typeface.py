"""The fonts of a certificate, and what they cannot draw: of that one is told before it is issued."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "fonts"
REGULAR, BOLD = FOLDER / "CertificateSans-Regular.ttf", FOLDER / "CertificateSans-Bold.ttf"
# For what those lack. The largest, of Chinese, Japanese and Korean, is the last to be asked.
OTHERS = (*sorted(FOLDER.glob("NotoSans*.ttf")), FOLDER / "DroidSansFallback.ttf")
JOINERS = "\u200c\u200d"  # they are not drawn, but shape what stands beside them


def others_for(text: str) -> list[Path]:
    """The fonts that draw what Source Sans lacks of `text`."""
    return _split(text)[0]


def not_drawable(text: str) -> str:
    """The characters that none of the fonts has, each once."""
    return _split(text)[1]


def _split(text: str) -> tuple[list[Path], str]:
    left = "".join(dict.fromkeys(text))
    needed = []
    for font in (BOLD, *OTHERS):
        without = "".join(one for one in left if ord(one) not in _characters(font))
        if without != left:
            needed.append(font)
        if not (left := without.strip(JOINERS)):
            break
    return [font for font in needed if font != BOLD], left


@cache
def _characters(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
