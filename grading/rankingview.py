"""The page of a lab's ranking, and the choice to be in it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from grading import ranking
from labs.access import can_take_part
from labs.models import Lab


@login_required
@require_http_methods(["GET", "POST"])
def ranking_view(request: HttpRequest, slug: str) -> HttpResponse:
    lab = get_object_or_404(Lab.objects.select_related("module__course"), slug=slug, ranking=True)
    if not can_take_part(request.user, lab.module.course):
        raise Http404
    assert request.user.pk is not None
    if request.method == "POST":
        ranking.choose(lab, request.user.pk, ranked=request.POST.get("ranked") == "yes")
        return redirect("ranking", slug)
    shown = ranking.ranking(lab, request.user.pk)
    context = {"lab": lab, "course": lab.module.course, "ranking": shown}
    return render(request, "grading/ranking.html", context)
