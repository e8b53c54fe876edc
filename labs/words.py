"""Words as search compares them: in small letters, without accents."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
MOST_WORDS = 8


def fold(text: str) -> str:
    """The words of a text and nothing else, one blank between them: what the index is made of."""
    return " ".join(fold_word(word) for word in WORD.findall(text))


def fold_word(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.translate(LIGATURES)).casefold()
    return "".join(one for one in plain if one.isalnum())


def wanted(query: str) -> list[str]:
    """The beginnings of words that a query asks for: "couches" also finds "couche", as both languages write plurals."""
    words = [word for word in fold(query).split() if word][:MOST_WORDS]
    return [word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in words]
