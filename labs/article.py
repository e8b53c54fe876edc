"""A module's text as its reader sees it: the same for all but for the questions, which know what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from secrets import token_hex

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from labs.answers import Answered
from labs.markdown import Rendered
from labs.models import Module
from labs.question import Question

# Stands in kept fragments where each request puts a token of its own.
CSRF_PLACE = f"<!--{token_hex(16)}-->"


def article(
    request: HttpRequest, module: Module, text: Rendered, answers: Mapping[str, Answered]
) -> SafeString:
    """The module's course must be known with it."""
    if len(text.parts) == 1:
        return text.html
    pieces = (
        _question(part, answer_url(module, part), answers.get(part.id), "", get_language())
        if isinstance(part, Question)
        else part
        for part in text.parts
    )
    return _with_token(request, "".join(pieces))


def question_form(
    request: HttpRequest, module: Module, question: Question, answered: Answered | None, problem: str = ""
) -> SafeString:
    """One question; `problem` says why there is nothing that could be right or wrong."""
    html = _question(question, answer_url(module, question), answered, problem, get_language())
    return _with_token(request, html)


def answer_url(module: Module, question: Question) -> str:
    return _answer_url(module.course.slug, module.slug, question.id)


@lru_cache(maxsize=2000)  # a page has one for each of its questions
def _answer_url(course: str, module: str, question: str) -> str:
    return reverse("answer", args=[course, module, question])


def _with_token(request: HttpRequest, html: str) -> SafeString:
    field = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    return SafeString(html.replace(CSRF_PLACE, field))


@lru_cache(maxsize=2000)  # most learners are at the same few answers
def _question(
    question: Question, url: str, answered: Answered | None, problem: str, _language: str
) -> SafeString:
    given = answered.given if answered else ()
    context = {
        "question": question,
        "url": url,
        "csrf_place": SafeString(CSRF_PLACE),
        "answered": None if problem else answered,
        "problem": problem,
        "chosen": given,
        "written": given[0] if given and not question.has_choices else "",
    }
    return render_to_string("labs/_question.html", context)
