"""The pages of what is taught: home, course, module, and the workbench of a lab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from labs import markdown
from labs.access import (
    STAFF_ROLES,
    can_take_part,
    known_role,
    labs_with_role,
    modules_with_role,
    role_takes_part,
    visible_courses,
)
from labs.answers import answers_of
from labs.article import article
from labs.courselist import for_reader
from labs.guests import FORMER_KEY, demo_course, may_try, welcomes_guests
from labs.models import Enrolment, Lab, Section, SectionRead
from labs.outline import outline
from labs.workbench import editor_files


def home(request: HttpRequest) -> HttpResponse:
    courses = for_reader(visible_courses(request.user), get_language())
    if not request.user.is_authenticated:
        return render(request, "labs/landing.html", {"courses": courses, "demo": demo_course(courses)})
    return render(request, "labs/home.html", {"courses": courses})


@login_required
def course(request: HttpRequest, course: str) -> HttpResponse:
    shown = get_object_or_404(visible_courses(request.user), slug=course)
    joined = role_takes_part(request.user, shown, known_role(shown))
    return render(request, "labs/course.html", {"course": shown, "joined": joined})


@login_required
@require_POST
def join(request: HttpRequest, course: str) -> HttpResponse:
    joined = get_object_or_404(visible_courses(request.user), slug=course)
    assert isinstance(request.user, User)
    Enrolment.objects.get_or_create(user=request.user, course=joined)
    return redirect(joined)


@login_required
def module(request: HttpRequest, course: str, module: str) -> HttpResponse:
    shown = get_object_or_404(modules_with_role(request.user), course__slug=course, slug=module)
    if not role_takes_part(request.user, shown.course, known_role(shown)):
        return redirect(shown.course)
    parts = next(one for one in outline(shown.course) if one.pk == shown.pk)
    answers = answers_of(request.user, shown) if parts.questions else {}
    context = {
        "module": shown,
        "course": shown.course,
        "is_course_staff": known_role(shown) in STAFF_ROLES,
        "article": article(request, shown, markdown.render(shown.source, parts.pictures), answers),
        "questions_right": sum(answers[one].right for one in parts.questions if one in answers),
    }
    return render(request, "labs/module.html", context)


@require_POST
def section_read(request: HttpRequest, course: str, module: str) -> HttpResponse:
    """Said by the page itself while it is read: 401 rather than the way to the sign-in page."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    section = get_object_or_404(
        Section.objects.select_related("module__course"),
        module__course__slug=course,
        module__slug=module,
        anchor=request.POST.get("anchor", ""),
    )
    if not can_take_part(request.user, section.module.course):
        return HttpResponse(status=403)
    SectionRead.objects.get_or_create(user=request.user, section=section)
    return HttpResponse(status=204)


@require_POST
@login_required
def module_read(request: HttpRequest, course: str, module: str) -> HttpResponse:
    """Said by the reader: all sections at once. They are back where they said it, and went on from."""
    shown = get_object_or_404(modules_with_role(request.user), course__slug=course, slug=module)
    assert isinstance(request.user, User)
    if role_takes_part(request.user, shown.course, known_role(shown)):
        for section in shown.sections.all():
            SectionRead.objects.get_or_create(user=request.user, section=section)
    return redirect(f"{shown.get_absolute_url()}#module-end")


@welcomes_guests
@login_required
def lab(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(labs_with_role(request.user), slug=slug)
    takes_part = role_takes_part(request.user, shown.module.course, known_role(shown))
    if not takes_part and not may_try(request.user, shown):
        if hasattr(request, "guest"):
            return redirect_to_login(request.path)
        return redirect(shown.module.course)
    return lab_page(request, shown)


def lab_page(
    request: HttpRequest,
    lab: Lab,
    *,
    files: Mapping[str, str] | None = None,
    commands: str | None = None,
    problems: Sequence[Mapping[str, Any]] = (),
    status: int = 200,
) -> HttpResponse:
    """The workbench; with `files`, `commands` and `problems` when a submission was refused, so that no text is lost.

    `?from=<number>` starts from that attempt, or else the newest (the template knows the attempts, `labs` does not).
    """
    context = {
        "lab": lab,
        "module": lab.module,
        "course": lab.module.course,
        "brief": markdown.render(lab.brief),
        "files": editor_files(lab, files),
        "commands": lab.commands if commands is None else commands,
        "refused": files is not None,
        "problems": problems,
        "former_guest": request.session.get(FORMER_KEY),
    }
    return render(request, "labs/lab.html", context, status=status)
