"""What a text must say: what a command printed, or the body of an answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from grading.checks import pattern
from grading.messages import Message
from grading.outcome import Parameters
from labs.checkkinds import CheckError

SHOWN_LINES = 5
SHOWN = 400  # characters


def validate_texts(wanted: Parameters, exact: str, where: str = "") -> None:
    """Raise CheckError unless the values of `exact`, `contains` and `matching` are right."""
    if not isinstance(wanted.get(exact, ""), str):
        raise CheckError(f"{where}{exact}", f"expected a text, not {wanted[exact]!r}")
    if not all(isinstance(one, str) and one for one in _parts(wanted)):
        raise CheckError(
            f"{where}contains", f"expected a text or a list of texts, not {wanted['contains']!r}"
        )
    pattern.require_expression(wanted.get("matching", ""), f"{where}matching")


def judge_texts(wanted: Parameters, exact: str, found: str, of: str) -> Iterator[Message | None]:
    """For each thing asked for what is wrong with it, or None. `of` says whose text it is."""
    if exact in wanted:
        text = _("%(of)s should give exactly this: %(wanted)s. It gave: %(found)s")
        right = found.strip() == wanted[exact].strip()
        yield None if right else _wrong(text, of, wanted[exact], found)
    for part in _parts(wanted):
        text = _("What %(of)s gives should contain this: %(wanted)s. It ends with: %(found)s")
        yield None if part in found else _wrong(text, of, part, found)
    if "matching" in wanted:
        text = _("What %(of)s gives should match this expression: %(wanted)s. It ends with: %(found)s")
        right = pattern.found(wanted["matching"], found)
        yield None if right else _wrong(text, of, wanted["matching"], found)


def end_of(text: str) -> str:
    """The last lines of a text on one line, for a message."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][-SHOWN_LINES:]
    shown = " ⏎ ".join(lines)
    return shown if len(shown) <= SHOWN else f"… {shown[-SHOWN:]}"


def _wrong(text: str, of: str, wanted: str, found: str) -> Message:
    if not found.strip():
        text = _("%(of)s gives nothing; asked for: %(wanted)s.")
    return Message(text, {"of": of, "wanted": end_of(wanted), "found": end_of(found)})


def _parts(wanted: Parameters) -> list[str]:
    parts = wanted.get("contains", [])
    return [parts] if isinstance(parts, str) else list(parts) if isinstance(parts, list | tuple) else [""]
