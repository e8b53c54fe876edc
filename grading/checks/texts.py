"""What a text must say: what a command printed, or the body of an answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from grading.checks import pattern
from grading.messages import Message
from grading.outcome import Parameters
from labs.checkkinds import CheckError
from labs.instead import instead

SHOWN_LINES = 5
SHOWN = 400  # characters


def validate_texts(wanted: Parameters, exact: str | None, where: str = "") -> None:
    """Raise CheckError unless the values of `exact`, if there is such a key, `contains` and `matching` are right."""
    if exact is not None and not isinstance(wanted.get(exact, ""), str):
        raise CheckError(f"{where}{exact}", instead(gettext("expected a text"), wanted[exact]))
    if not all(isinstance(one, str) and one for one in parts(wanted)):
        raise CheckError(
            f"{where}contains",
            instead(gettext("expected a text or a list of texts"), wanted["contains"]),
        )
    pattern.require_expression(wanted.get("matching", ""), f"{where}matching")


def judge_texts(wanted: Parameters, exact: str, found: str, of: str) -> Iterator[Message | None]:
    """For each thing asked for what is wrong with it, or None. `of` says whose text it is."""
    if exact in wanted:
        text = _("%(of)s should give exactly this: %(wanted)s. It gave: %(found)s")
        right = found.strip() == wanted[exact].strip()
        yield None if right else _wrong(text, of, wanted[exact], found)
    for part in parts(wanted):
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


def parts(wanted: Parameters) -> list[str]:
    """What `contains` asks for, each a part of its own."""
    found = wanted.get("contains", [])
    return [found] if isinstance(found, str) else list(found) if isinstance(found, list | tuple) else [""]
