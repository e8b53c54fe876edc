"""The files and commands of a former attempt, laid over the lab's own; and a file as highlighted, numbered lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TextLexer, get_lexer_for_filename
from pygments.util import ClassNotFound

from labs.checkkinds import check_title
from labs.strings import phrases, strings
from labs.workbench import EditorFile

register = template.Library()
MAX_REMEMBERED = 30  # attempts whose commands the field offers again


class Attempt(Protocol):
    """What is needed of a submission, which `labs` does not know."""

    number: int
    files: Mapping[str, str]
    commands: str


@register.simple_tag
def attempt_asked_for(attempts: Iterable[Attempt], request: HttpRequest) -> Attempt | None:
    """The attempt that `?from=<number>` asks for, if there is one."""
    number = request.GET.get("from")
    return next((one for one in attempts if str(one.number) == number), None)


@register.simple_tag
def attempt_to_open(asked: Attempt | None, newest: Attempt | None, refused: bool) -> Attempt | None:
    """Whose text the editor starts from, unless the browser kept some: beside the newest grade stands what was graded,
    also in another browser. What was refused a moment ago is on the page already.
    """
    return asked or (None if refused else newest)


@register.filter
def with_files_of(files: Iterable[EditorFile], attempt: Attempt | None) -> list[EditorFile]:
    texts = attempt.files if attempt else {}
    return [replace(one, text=texts.get(one.path, one.text)) if one.editable else one for one in files]


@register.filter
@lru_cache(maxsize=256)  # a lab's files are the same for all its learners
def code(text: str, path: str) -> SafeString:
    """`text` highlighted by its file's name; line 7 of Dockerfile is at the anchor `Dockerfile-7`."""
    try:
        lexer = get_lexer_for_filename(path)
    except ClassNotFound:
        lexer = TextLexer()
    formatter = HtmlFormatter(cssclass="highlight numbered", linespans=escape(path), wrapcode=True)
    # A wide one scrolls by keyboard, too.
    shown = highlight(text, lexer, formatter).replace("<pre>", '<pre tabindex="0">', 1)
    # Safe: Pygments escapes the text.
    return mark_safe(shown)  # noqa: S308


register.filter("check_title", check_title)


@register.filter
def best_of(attempts: Iterable[Any]) -> Any:
    """The scored attempt with the largest share of its points, the oldest of equals; None when there is none."""
    scored = [one for one in attempts if one.counted and one.final_score is not None]
    return max(scored, key=lambda one: (_share(one), -one.number), default=None)


def _share(attempt: Any) -> float:
    return float(attempt.final_score / attempt.max_score) if attempt.max_score else 0.0


@register.filter
def starters(files: Iterable[EditorFile]) -> dict[str, str]:
    return {one.path: one.starter for one in files if one.editable}


@register.filter
def commands_of(attempts: Iterable[Attempt]) -> list[str]:
    """The docker commands of earlier attempts, each once, oldest first."""
    newest_first = dict.fromkeys(one.commands for one in list(attempts)[:MAX_REMEMBERED])
    return [*newest_first][::-1]


@register.filter
def last_lines(text: str, count: int) -> str:
    return "\n".join(text.rstrip("\n").split("\n")[-count:])


@register.simple_tag
def workbench_strings() -> dict[str, str]:
    """What the workbench's scripts say; {places} are filled in by them."""
    return strings()


@register.simple_tag
def editor_phrases() -> dict[str, str]:
    """What CodeMirror itself says, by its own words for it."""
    return phrases()
