"""The living page of the visual language: what tokens.css decides, measured, and the parts pages are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOKENS = settings.BASE_DIR / "static" / "css" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);")
SPACE = re.compile(r"--(s\d): ([\d.]+)rem;")
TEXT, GRAPHIC = 4.5, 3.0  # what WCAG 2.2 AA asks of text, and of borders, pictures and the focus

# Which colours stand on which, and are read there.
PAIRS: tuple[tuple[float, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        TEXT,
        ("ink", "ink-soft", "ink-faint", "accent", "accent-strong", "good", "bad", "warn"),
        ("paper", "surface"),
    ),
    (TEXT, ("ink", "ink-soft"), ("sunken", "accent-soft", "good-soft", "bad-soft", "warn-soft", "selection")),
    (TEXT, ("accent-ink",), ("accent", "accent-strong")),
    (TEXT, ("accent-strong",), ("accent-soft",)),
    (TEXT, ("good",), ("good-soft",)),
    (TEXT, ("bad",), ("bad-soft",)),
    (TEXT, ("warn",), ("warn-soft",)),
    (TEXT, ("surface",), ("bad",)),
    (
        TEXT,
        ("code-keyword", "code-string", "code-number", "code-name", "code-comment"),
        ("surface", "sunken"),
    ),
    (GRAPHIC, ("focus", "signal"), ("paper", "surface", "sunken")),
    (GRAPHIC, ("hue-0", "hue-1", "hue-2", "hue-3", "hue-4", "hue-5"), ("surface", "paper")),
)


@dataclass(frozen=True, slots=True)
class Colour:
    """Each as "#rrggbb"."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Pair:
    """`light` and `dark` are contrasts, from 1 to 21; at least `wanted` of each."""

    front: Colour
    back: Colour
    wanted: float
    light: float
    dark: float

    @property
    def holds(self) -> bool:
        return min(self.light, self.dark) >= self.wanted


@lru_cache(maxsize=1)
def colours() -> dict[str, Colour]:
    found = COLOUR.findall(TOKENS.read_text())
    return {name: Colour(name, f"#{light}", f"#{dark}") for name, light, dark in found}


@lru_cache(maxsize=1)
def pairs() -> list[Pair]:
    """Every pair that pages make, measured."""
    known = colours()
    named = chain.from_iterable(
        ((known[front], known[back], wanted) for front in fronts for back in backs)
        for wanted, fronts, backs in PAIRS
    )
    return [
        Pair(front, back, wanted, contrast(front.light, back.light), contrast(front.dark, back.dark))
        for front, back, wanted in named
    ]


@lru_cache(maxsize=1)
def spaces() -> list[tuple[str, int]]:
    """Name and pixels, at the browser's usual 16 a rem."""
    return [(name, round(float(rem) * 16)) for name, rem in SPACE.findall(TOKENS.read_text())]


def contrast(one: str, other: str) -> float:
    """As WCAG defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return round((lighter + 0.05) / (darker + 0.05), 2)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Name"), help_text=_("With a word of help below."))
    wrong = forms.EmailField(label=_("Email address"))
    choice = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class SampleMessage:
    """As Django's own, to show one of each."""

    text: Promise
    level_tag: str

    def __str__(self) -> str:
        return str(self.text)


SAMPLE = (
    'FROM python:3.11-slim\nWORKDIR /app\nCOPY app.py .\nCMD ["python3", "app.py"]  # one line, one layer\n'
)


def styleguide_view(request: HttpRequest) -> HttpResponse:
    """For everybody: it says nothing of anybody."""
    context = {
        "colours": colours().values(),
        "pairs": pairs(),
        "spaces": spaces(),
        "form": SampleForm({"name": "Camille", "wrong": "camille@", "choice": "fr"}),
        "sample": SAMPLE,
        "samples": [
            SampleMessage(text, constants.DEFAULT_TAGS[level])
            for level, text in (
                (constants.INFO, _("Something to know.")),
                (constants.SUCCESS, _("Something worked.")),
                (constants.ERROR, _("Something failed, and what to do about it.")),
            )
        ],
        "rings": [{"percent": 0}, {"percent": 40}, {"percent": 100, "complete": True}],
    }
    return render(request, "labs/styleguide.html", context)
