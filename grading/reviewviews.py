"""A grader's pages: the list, one submission, and what is said of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grading import permissions, regrade, review
from grading.forms import AdjustmentForm, CommentForm
from grading.models import BULKY, State, Submission
from grading.reviewlist import LACKS_CHECK, Filters
from grading.views import result_context, visible
from labs.models import Lab


@login_required
@permission_required("grading.review_submission", raise_exception=True)
@require_GET
def review_list_view(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    reviewable = permissions.reviewable(request.user)
    filters = Filters.asked(request.GET)
    submissions = filters.of(reviewable).select_related("lab__module__course", "learner")
    page = Paginator(submissions.defer(*BULKY), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "labs": Lab.objects.filter(submissions__in=reviewable).distinct().order_by("title"),
        "states": [*State.choices, LACKS_CHECK],
        "filters": filters,
    }
    return render(request, "grading/review_list.html", context)


@login_required
@require_GET
def review_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    submission = visible(request, public_id, "grading.review_submission")
    return _page(request, submission)


@login_required
@require_POST
def review_comment_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    submission = visible(request, public_id, "grading.review_submission")
    form = CommentForm(request.POST)
    if form.is_valid():
        assert isinstance(request.user, User)
        review.comment(submission, request.user, form.cleaned_data["text"])
        return _saved(request, submission, _("The comment is saved, and the learner sees it."))
    return _refused(request, submission, form)


@login_required
@require_POST
def review_adjust_view(request: HttpRequest, public_id: uuid.UUID, outcome_id: int) -> HttpResponse:
    submission = visible(request, public_id, "grading.review_submission")
    outcome = get_object_or_404(submission.outcomes.filter(ours=False), pk=outcome_id)
    form = AdjustmentForm(request.POST, max_points=outcome.max_points)
    if form.is_valid():
        assert isinstance(request.user, User)
        made = review.adjust(outcome, request.user, form.cleaned_data["points"], form.cleaned_data["reason"])
        set_to = {"points": floatformat(made.points, -1), "max": floatformat(made.max_points, -1)}
        return _saved(request, submission, _("Saved: %(points)s of %(max)s points.") % set_to)
    return _refused(request, submission, form)


@login_required
@require_POST
def review_again_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make the grade again, by another build where it takes one."""
    submission = visible(request, public_id, "grading.review_submission")
    if not submission.is_final:
        messages.info(request, _("It waits to be built, or is being built: there is nothing to do."))
    elif regrade.one(submission, request.user.pk):
        messages.info(
            request, _("It is built again. Its grade, if it has one, stays until there is a new one.")
        )
    else:
        messages.success(request, _("Graded again, from what is stored of its build."))
    return redirect(_address(request, submission))


def _page(
    request: HttpRequest, submission: Submission, status: int = 200, typed: Any = None, typed_path: str = ""
) -> HttpResponse:
    """The review page. What is said of one of its forms is tagged with that form's address, and stands beside it."""
    assert isinstance(request.user, User)
    here = reverse("review", args=[submission.public_id])
    filters = Filters.asked(request.GET)
    newer, older = filters.beside(submission, permissions.reviewable(request.user))
    said = list(messages.get_messages(request))
    placed = [one for one in said if (one.extra_tags or "").startswith(here)]
    context = {
        **result_context(submission, request.user.pk),
        "attempt_page": "review",
        "filters": filters,
        "newer": newer,
        "older": older,
        "messages": [one for one in said if one not in placed],
        "placed": placed,
        "typed": typed,
        "typed_path": typed_path,
    }
    return render(request, "grading/review.html", context, status=status)


def _saved(request: HttpRequest, submission: Submission, what: str) -> HttpResponse:
    """To the place on the review page that was worked at, which says what was saved."""
    messages.success(request, what, extra_tags=request.path)
    return redirect(_address(request, submission) + "#said")


def _address(request: HttpRequest, submission: Submission) -> str:
    """Of the review page, which still knows the list that it was opened from."""
    return reverse("review", args=[submission.public_id]) + Filters.asked(request.GET).back


def _refused(
    request: HttpRequest, submission: Submission, form: CommentForm | AdjustmentForm
) -> HttpResponse:
    """The page again with what was typed, and what is wrong with it."""
    wrong = [
        _("%(field)s: %(error)s") % {"field": capfirst(str(form.fields[name].label)), "error": error}
        for name, errors in form.errors.items()
        for error in errors
    ]
    messages.error(request, " ".join(wrong), extra_tags=request.path)
    return _page(request, submission, 400, form.data, request.path)
