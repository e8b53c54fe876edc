"""A learner's certificate of a course, and the public page that confirms it."""

from __future__ import annotations

from hashlib import sha256

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_http_methods, require_safe

from grading import certificate
from grading.certificate import pdf, typeface
from grading.models import Certificate
from grading.models.certificate import LONGEST_NAME
from labs.access import own_courses

HIDDEN = "noindex, noarchive"  # who has the link may look; search engines need not spread the name


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, course: str) -> HttpResponse:
    """The learner chooses the name that stands on it, now or again; who has not completed the course is led there."""
    assert isinstance(request.user, User)
    shown = get_object_or_404(own_courses(request.user), slug=course)
    known = certificate.of(request.user, shown)
    if known is None and not certificate.may_have_one(request.user, shown):
        return redirect(shown)
    problem = ""
    if request.method == "POST":
        name = certificate.readable_name(request.POST.get("name", ""))
        missing = typeface.not_drawable(name)
        if name and not missing:
            return redirect(certificate.issue(request.user, shown, name))
        problem = _("Write the name that should stand on it.")
        if missing:
            problem = _("The certificate’s fonts lack: %(characters)s. Write the name without that.")
            problem = problem % {"characters": " ".join(missing)}
    else:
        name = known.name if known else request.user.get_full_name() or request.user.get_username()
    context = {
        "course": shown,
        "certificate": known,
        "name": name,
        "problem": problem,
        "longest": LONGEST_NAME,
    }
    return render(request, "grading/certificate_name.html", context)


@require_safe
def public(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name, course and date, for whoever has the link; nothing else of the learner."""
    found = get_object_or_404(Certificate.objects.select_related("course"), public_id=public_id)
    context = {
        "certificate": found,
        "link": request.build_absolute_uri(found.get_absolute_url()),
        "is_own": found.user_id == request.user.pk,
    }
    response = render(request, "grading/certificate.html", context)
    response["X-Robots-Tag"] = HIDDEN
    return response


def _version(request: HttpRequest, public_id: str) -> str | None:
    """Whoever asks and however often: the same page as long as nothing that stands on it is another."""
    found = Certificate.objects.select_related("course").filter(public_id=public_id).first()
    if found is None:
        return None
    shown = (found.name, found.course.title, found.course.language, found.day)
    said = repr((*shown, request.build_absolute_uri(found.get_absolute_url())))
    return f'W/"{sha256(said.encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_version)
def as_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(Certificate.objects.select_related("course"), public_id=public_id)
    made = pdf.make(found, request.build_absolute_uri(found.get_absolute_url()))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="certificate-{found.course.slug}.pdf"'
    response["X-Robots-Tag"] = HIDDEN
    return response
