"""Text from files as people have them: UTF-8, or UTF-8 that was once decoded as something else (mojibake)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import ftfy
from ftfy import ExplanationStep, TextFixerConfig

from labs.contentfiles import decode, read_bytes

# Undo wrong decodings and nothing else: quotes, entities or ligatures may be what a code block is about.
DECODING_ONLY = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_c1_controls=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)
WHOLE_TEXT = DECODING_ONLY._replace(decode_inconsistent_utf8=False)
APPLE_LOGO = "\uf8ff"  # what Mac Roman makes of the first byte of any emoji


@dataclass(frozen=True, slots=True)
class Decoded:
    """`repaired_lines` counts those that differ from the file, which was once read as `wrong_encoding`."""

    text: str
    repaired_lines: int = 0
    wrong_encoding: str = ""


def read_repaired(path: Path) -> Decoded:
    """The text of a file; ContentError names the file and the byte offset if it is not UTF-8."""
    text = decode(read_bytes(path), path).replace("\r\n", "\n")
    repaired, encoding = _repair(text)
    pairs = zip(text.split("\n"), repaired.split("\n"), strict=False)
    return Decoded(repaired, sum(before != after for before, after in pairs), encoding)


def _repair(text: str) -> tuple[str, str]:
    """The text and the encoding it had wrongly been read as, or "".

    Damage in code blocks alone is what they are about, and stays. What was damaged as a whole is repaired
    as a whole, which leaves no doubt about single words; anything else line by line.
    """
    if APPLE_LOGO in text:
        with contextlib.suppress(UnicodeError):
            return text.encode("mac_roman").decode(), "macroman"
    if not any(ftfy.fix_encoding(line, DECODING_ONLY) != line for line in _prose(text)):
        return text, ""
    whole = ftfy.fix_encoding_and_explain(text, WHOLE_TEXT)
    if whole.text != text:
        return whole.text, _encoding(whole.explanation or [])
    lines = [ftfy.fix_encoding_and_explain(line, DECODING_ONLY) for line in text.split("\n")]
    encodings = {encoding for line in lines if (encoding := _encoding(line.explanation or []))}
    # A line that gives too little to be sure of suffered what others did, if undoing that gives UTF-8.
    fixed = (line.text if line.explanation else _undo(line.text, encodings) for line in lines)
    return "\n".join(fixed), ", ".join(sorted(encodings)) or "another encoding"


def _prose(text: str) -> Iterator[str]:
    """The lines outside fenced code."""
    fence = ""
    for line in text.split("\n"):
        mark = line.lstrip()[:3]
        if fence:
            fence = "" if mark == fence else fence
        elif mark in {"```", "~~~"}:
            fence = mark
        else:
            yield line


def _encoding(plan: list[ExplanationStep]) -> str:
    return next((step.parameter for step in plan if step.action == "encode"), "")


def _undo(line: str, encodings: Iterable[str]) -> str:
    for encoding in encodings:
        with contextlib.suppress(UnicodeError):
            return line.encode(encoding).decode()
    return line
