"""A refusal that the workbench's scripts can tell from a session that is gone: somebody else signed in meanwhile."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _


def no_part(request: HttpRequest) -> JsonResponse:
    """Raises PermissionDenied for a guest: whoever has the lab open was signed in, and may be again."""
    if hasattr(request, "guest"):
        raise PermissionDenied
    message = _(
        "This was refused: you are signed in as %(name)s now, who does not take part in this course. "
        "Your text is kept in this browser. Sign in with the account that you wrote it with, and send it again."
    ) % {"name": request.user.get_username()}
    return JsonResponse({"error": "no-part", "message": message}, status=403)
