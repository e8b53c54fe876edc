"""Pages and answers about submissions. Rules live in the modules they are named for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grading import events, guests, history, permissions, queue, ranking, review
from grading.comparison import Comparison
from grading.facts import ImageFacts, Step
from grading.faults import Fault
from grading.forms import SubmissionForm
from grading.lastbuild import last_build
from grading.messages import human_size
from grading.models import Comment, Regrade, Submission
from grading.outcome import Advice
from grading.submission import Closed, submit
from grading.trend import Trend
from grading.validation import Invalid
from grading.workbench.costs import line_costs
from grading.workbench.nopart import no_part
from labs.access import can_work_on
from labs.guests import welcomes_guests
from labs.models import Lab
from labs.views import lab_page


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


@welcomes_guests
@require_http_methods(["GET", "POST"])
def submit_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a submission: JSON for the workbench, pages for a browser without JavaScript.

    Who comes to its address otherwise, as after changing the language on the page of a refusal, goes to the lab.
    """
    if request.method == "GET":
        return redirect("lab", slug)
    if not isinstance(request.user, User):
        return _signed_out(request, slug)
    lab = get_object_or_404(Lab.objects.select_related("module__course"), slug=slug)
    if not can_work_on(request.user, lab):
        if wants_json(request):
            return no_part(request)
        raise PermissionDenied
    form = SubmissionForm(request)
    form.is_valid()
    files, commands = form.cleaned_data["files"], form.cleaned_data.get("commands", "")
    try:
        guests.let_build(request)
        submission = submit(lab, request.user, files, commands)
    except Closed as closed:
        return _refuse(request, lab, files, commands, [closed], status=403)
    except Invalid as invalid:
        return _refuse(request, lab, files, commands, invalid.faults, status=400)
    if wants_json(request):
        return JsonResponse(links(submission), status=201)
    return redirect(submission)


def _signed_out(request: HttpRequest, slug: str) -> HttpResponse:
    login = f"{reverse('account_login')}?next={reverse('lab', args=[slug])}"
    if wants_json(request):
        return JsonResponse({"error": "signed-out", "login": login}, status=401)
    return redirect(login)


def _refuse(
    request: HttpRequest, lab: Lab, files: dict[str, Any], commands: str, faults: Sequence[Fault], status: int
) -> HttpResponse:
    problems: list[dict[str, Any]] = [
        {"path": fault.path, "line": fault.line, "message": str(fault)} for fault in faults
    ]
    if wants_json(request):
        error = "closed" if status == 403 else "invalid"
        return JsonResponse(
            {"error": error, "message": problems[0]["message"], "errors": problems}, status=status
        )
    typed = {name: text for name, text in files.items() if isinstance(text, str)}
    return lab_page(request, lab, files=typed, commands=commands, problems=problems, status=status)


def links(submission: Submission) -> dict[str, Any]:
    """What the workbench needs to follow a submission."""
    args = [submission.public_id]
    return {
        "id": str(submission.public_id),
        "number": submission.number,
        "url": submission.get_absolute_url(),
        "events": reverse("events", args=args),
        "state_url": reverse("submission_state", args=args),
        "result_url": reverse("submission_result", args=args),
        "cancel_url": reverse("submission_cancel", args=args),
    }


def visible(
    request: HttpRequest, public_id: uuid.UUID, permission: str = "grading.view_submission"
) -> Submission:
    """The submission, or 404 for whoever may not know that it exists: with what its pages say."""
    # Most have neither comments nor regrades: said here, it is two queries less.
    said = {
        "is_commented": Exists(Comment.objects.filter(submission=OuterRef("pk"))),
        "is_regraded": Exists(Regrade.objects.filter(submission=OuterRef("pk"), ended_at__isnull=False)),
    }
    submissions = Submission.objects.select_related("lab__module__course", "learner").annotate(**said)
    return permissions.permitted(request.user, submissions, public_id, permission)


def result_context(submission: Submission, reader_id: int | None) -> dict[str, Any]:
    """All that is said of a submission that is `visible`, to its learner or to staff."""
    attempts = history.attempts_of(submission)
    former = history.before(submission, attempts)
    review.look_up([submission, former] if former else [submission])
    outcomes = list(submission.outcomes.all())
    comments = submission.comments.select_related("author") if vars(submission)["is_commented"] else ()
    regrades = submission.regrades.exclude(ended_at=None).select_related("author")
    its_own = submission.learner_id == reader_id
    return {
        "submission": submission,
        "image": ImageFacts.from_json(submission.image) if submission.image else None,
        "outcomes": outcomes,
        "lacks_check": any(outcome.ours for outcome in outcomes),
        "advice": [Advice.from_json(one) for one in submission.advice or ()],
        "comments": list(comments),
        "regrades": list(regrades if vars(submission)["is_regraded"] else ()),
        "since": Comparison(former, submission) if former else None,
        "trend": Trend(attempts, submission.number, submission.lab.pass_percent)
        if len(attempts) > 1
        else None,
        "ranking": ranking.ranking(submission.lab, reader_id) if its_own and submission.is_final else None,
        "links": links(submission),
        "attempt_page": "submission",
    }


@welcomes_guests
@login_required
@require_GET
def submission_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    submission = visible(request, public_id)
    return render(request, "grading/submission.html", result_context(submission, request.user.pk))


@welcomes_guests
@login_required
@require_GET
def result_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    submission = visible(request, public_id)
    return render(request, "grading/result.html", result_context(submission, request.user.pk))


@welcomes_guests
@login_required
@require_GET
def state_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Where a submission is, for a page that cannot have the event stream."""
    submission = visible(request, public_id)
    answer = events.state_event(submission) | {
        "steps": submission.steps,
        "log": submission.log,
        "error": str(submission.error_message) if submission.error else None,
        "error_line": submission.error_line,
        **_costs(submission),
        "final": submission.is_final,
    }
    return JsonResponse(answer)


def _costs(submission: Submission) -> dict[str, Any]:
    """What each line cost, and of which file these are lines."""
    image = ImageFacts.from_json(submission.image) if submission.image else None
    build = last_build(submission)
    found = line_costs([Step(**step) for step in submission.steps], image, build)
    lines = [asdict(one) | {"size": "" if one.bytes is None else human_size(one.bytes)} for one in found]
    return {"costs": lines, "dockerfile": build.command.dockerfile}


@welcomes_guests
@login_required
@require_POST
def cancel_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Its learner stops it, queued or running; 409 when there is a verdict already."""
    submission = visible(request, public_id)
    if submission.learner_id != request.user.pk:
        raise PermissionDenied
    done = queue.cancel(submission)
    if wants_json(request):
        submission.refresh_from_db(fields=["state"])
        return JsonResponse({"state": submission.state}, status=200 if done else 409)
    return redirect(submission)
