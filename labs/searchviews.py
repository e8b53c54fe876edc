"""The page of search."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from labs.search import search

LONGEST_QUERY = 200


@login_required
def search_page(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    present = request.GET.get("course", "")
    results = search(request.user, query, present)
    languages = {one.passage.module.course.language for one in results}
    context = {"query": query, "results": results, "present": present, "many_languages": len(languages) > 1}
    return render(request, "labs/search.html", context)
