"""A grader's pages: the list, one submission, and what is said of it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from grading import permissions, regrade, review
from grading.forms import AdjustmentForm, CommentForm
from grading.models import BULKY, OutcomeRecord, State, Submission
from grading.views import result_context, visible
from labs.models import Lab

LACKS_CHECK = ("lacks-check", gettext_lazy("a check failed on our side"))  # beside the states in a list


@login_required
@permission_required("grading.review_submission", raise_exception=True)
@require_GET
def review_list_view(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    submissions = permissions.reviewable(request.user).select_related("lab__module__course", "learner")
    lab, state = request.GET.get("lab", ""), request.GET.get("state", "")
    if lab:
        submissions = submissions.filter(lab__slug=lab)
    if state in State.values:
        submissions = submissions.filter(state=state)
    failed_checks = OutcomeRecord.objects.filter(submission=OuterRef("pk"), ours=True)
    submissions = submissions.annotate(lacks_check=Exists(failed_checks))
    if state == LACKS_CHECK[0]:
        submissions = submissions.filter(lacks_check=True)
    page = Paginator(submissions.defer(*BULKY), 50).get_page(request.GET.get("page"))
    labs = (
        Lab.objects.filter(submissions__in=permissions.reviewable(request.user)).distinct().order_by("title")
    )
    context = {
        "page": page,
        "labs": labs,
        "states": [*State.choices, LACKS_CHECK],
        "lab": lab,
        "state": state,
    }
    return render(request, "grading/review_list.html", context)


@login_required
@require_GET
def review_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    submission = visible(request, public_id, "grading.review_submission")
    return render(request, "grading/review.html", result_context(submission, request.user.pk))


@login_required
@require_POST
def review_comment_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    submission = visible(request, public_id, "grading.review_submission")
    form = CommentForm(request.POST)
    if form.is_valid():
        assert isinstance(request.user, User)
        review.comment(submission, request.user, form.cleaned_data["text"])
    return _back_to_review(request, submission, form)


@login_required
@require_POST
def review_adjust_view(request: HttpRequest, public_id: uuid.UUID, outcome_id: int) -> HttpResponse:
    submission = visible(request, public_id, "grading.review_submission")
    outcome = get_object_or_404(submission.outcomes.filter(ours=False), pk=outcome_id)
    form = AdjustmentForm(request.POST, max_points=outcome.max_points)
    if form.is_valid():
        assert isinstance(request.user, User)
        review.adjust(outcome, request.user, form.cleaned_data["points"], form.cleaned_data["reason"])
    return _back_to_review(request, submission, form)


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
    return redirect("review", submission.public_id)


def _back_to_review(
    request: HttpRequest, submission: Submission, form: CommentForm | AdjustmentForm
) -> HttpResponse:
    """To the review page; when something was wrong, the page again with what was typed."""
    if form.is_valid():
        return redirect("review", submission.public_id)
    for name, errors in form.errors.items():
        for error in errors:
            label = capfirst(str(form.fields[name].label))
            messages.error(request, _("%(field)s: %(error)s") % {"field": label, "error": error})
    context = result_context(submission, request.user.pk) | {"typed": form.data, "typed_path": request.path}
    return render(request, "grading/review.html", context, status=400)
