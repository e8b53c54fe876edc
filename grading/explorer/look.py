"""A submission's image and what the address asks of it: where every page of the explorer begins."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from grading import permissions
from grading.explorer import kept, pages
from grading.explorer.kept import NotKept, Opened, TooMany
from grading.explorer.names import asked
from grading.facts import ImageFacts
from grading.models import Submission
from labs.guests import welcomes_guests

UNUSED = ("log", "steps", "answers", "advice")  # columns


@dataclass(frozen=True)
class Look:
    request: HttpRequest
    submission: Submission
    facts: ImageFacts
    asked: Mapping[str, str]

    @property
    def layer(self) -> int | None:
        """The layer that is asked for. Raises Http404 when there is none such."""
        text = self.asked.get("layer", "")
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) < len(self.facts.layers)):
            raise Http404
        return int(text)

    @property
    def folder(self) -> str:
        return self.asked.get("at", "").strip("/")

    @property
    def depth(self) -> int:
        """How many steps to the right the rows that are asked for stand."""
        text = self.asked.get("depth", "")
        return int(text) if text in map(str, range(pages.DEEPEST + 1)) else 0

    def opened(self) -> Opened:
        """Raises NotKept or TooMany."""
        return kept.opened(self.submission, self.facts)

    def answer(self, template: str, tab: str, context: Mapping[str, Any]) -> HttpResponse:
        about = {"submission": self.submission, "image": self.facts, "tab": tab}
        return render(self.request, f"grading/explorer/{template}.html", {**about, **context})


def image_page(tab: str) -> Callable[[Callable[[Look], HttpResponse]], Callable[..., HttpResponse]]:
    """For a view of a Look, whose page has this tab: who sees the submission sees it. Where there are no files to show,
    another page says why.
    """

    def decorate(view: Callable[[Look], HttpResponse]) -> Callable[..., HttpResponse]:
        @welcomes_guests
        @login_required
        @require_GET
        @wraps(view)
        def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
            look = look_at(request, public_id)
            try:
                return view(look)
            except (NotKept, TooMany) as reason:
                return look.answer("no_files", tab, {"too_many": isinstance(reason, TooMany)})

        return page

    return decorate


def look_at(request: HttpRequest, public_id: uuid.UUID) -> Look:
    """Raises Http404 for whoever may not see the submission, and when it has no image."""
    submissions = Submission.objects.select_related("lab__module__course", "learner").defer(*UNUSED)
    submission = permissions.permitted(request.user, submissions, public_id)
    if not submission.image:
        raise Http404
    return Look(request, submission, ImageFacts.from_json(submission.image), asked(request))
