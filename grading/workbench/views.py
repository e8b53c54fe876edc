"""What the workbench's scripts ask while a learner writes. Each answers JSON, 401 to who is signed out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from grading.faults import PlatformFault
from grading.forms import SubmissionForm
from grading.models import Draft
from grading.workbench import drafts
from grading.workbench.allowance import Spent, spending
from grading.workbench.nopart import no_part
from grading.workbench.problems import problems
from labs.access import can_work_on
from labs.guests import welcomes_guests
from labs.models import Lab

GUEST_PART = 0.2  # strangers are many, and must leave learners their share
SIGNED_OUT = {"error": "signed-out"}


@welcomes_guests
@require_POST
def problems_view(request: HttpRequest, slug: str) -> JsonResponse:
    """What is wrong with a text that is still being written; 429 when too much was asked for: later, then."""
    if not isinstance(request.user, User):
        return JsonResponse(SIGNED_OUT, status=401)
    lab = get_object_or_404(Lab.objects.select_related("module__course"), slug=slug)
    if not can_work_on(request.user, lab):
        return no_part(request)
    form = SubmissionForm(request)
    form.is_valid()
    files, commands = form.cleaned_data["files"], form.cleaned_data.get("commands", "")
    try:
        with spending(request.user.pk, GUEST_PART if hasattr(request, "guest") else 1.0):
            found = problems(lab.spec(), files, commands)
    except (Spent, PlatformFault):
        return JsonResponse({"error": "later"}, status=429)
    return JsonResponse({"problems": [asdict(one) for one in found]})


@welcomes_guests
@require_http_methods(["GET", "POST"])
def draft_view(request: HttpRequest, slug: str) -> JsonResponse:
    """The learner's draft of a lab: read it, or save another with the `revision` that was seen last.

    409 has the draft that another window or device saved meanwhile.
    """
    if not isinstance(request.user, User):
        return JsonResponse(SIGNED_OUT, status=401)
    lab = get_object_or_404(Lab.objects.select_related("module__course"), slug=slug)
    if not can_work_on(request.user, lab):
        return no_part(request)
    if request.method == "GET":
        spec = lab.spec()
        about = {"open": lab.is_open, "lab": drafts.fingerprint(spec)}
        return JsonResponse(_answer(drafts.find(lab, request.user)) | about)
    form = SubmissionForm(request)
    form.is_valid()
    files = {name: text for name, text in form.cleaned_data["files"].items() if isinstance(text, str)}
    text = drafts.Text(files, form.cleaned_data.get("commands", ""), _number(request.POST.get("attempt")))
    try:
        draft = drafts.save(lab, request.user, text, _number(request.POST.get("revision")) or 0)
    except drafts.Unfit as unfit:
        return JsonResponse({"error": str(unfit)}, status=400)
    except drafts.Conflict as conflict:
        return JsonResponse(_answer(conflict.draft), status=409)
    return JsonResponse({"revision": draft.revision, "open": lab.is_open})


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def _answer(draft: Draft | None) -> dict[str, Any]:
    if draft is None:
        return {"revision": 0}
    return {"revision": draft.revision, **draft.content, "aside": draft.aside}
