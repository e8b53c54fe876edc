"""The pictures of modules."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from labs.access import known_role, modules_with_role, role_takes_part
from labs.models import Picture

# Opened on its own it draws, and can do nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
YEAR = 365 * 24 * 3600


@require_safe
def picture(request: HttpRequest, course: str, module: str, name: str) -> HttpResponseBase:
    """For who may read the module. Pages name the version they want (`?v=`), which never changes."""
    shown = get_object_or_404(modules_with_role(request.user), course__slug=course, slug=module)
    if not role_takes_part(request.user, shown.course, known_role(shown)):
        return HttpResponse(status=403)
    row = get_object_or_404(Picture, module=shown, name=name)
    etag = f'"{row.digest}"'
    is_version = request.GET.get("v") == row.digest
    response = HttpResponse(row.text, content_type="image/svg+xml; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={YEAR}, immutable" if is_version else "private, no-cache"
    response["Content-Security-Policy"] = POLICY
    return get_conditional_response(request, etag=etag, response=response) or response
