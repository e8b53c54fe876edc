"""A question is answered: in place by the page's script, or by a plain form that comes back to it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from labs.access import known_role, modules_with_role, role_takes_part
from labs.answers import Answered, store
from labs.article import question_form
from labs.question import LONGEST_TEXT, NoAnswerError, Question, QuestionKind, is_right, read_given
from labs.questionblocks import take_out


@require_POST
def answer(request: HttpRequest, course: str, module: str, question: str) -> HttpResponse:
    """Kept for who takes part in the course; whoever else can see it may try, and nothing is stored."""
    shown = get_object_or_404(modules_with_role(request.user), course__slug=course, slug=module)
    is_kept = role_takes_part(request.user, shown.course, known_role(shown))
    asked = next((one for one in take_out(shown.source, str)[1] if one.id == question), None)
    if asked is None or not (is_kept or shown.course.published):
        raise Http404
    values, problem, answered = request.POST.getlist("answer"), "", None
    try:
        given = read_given(asked, values)
    except NoAnswerError:
        answered = Answered(tuple(value[:LONGEST_TEXT] for value in values[:1]), False)
        problem = what_is_missing(asked)
    else:
        if is_kept and isinstance(request.user, User):
            answered = store(request.user, shown, asked, given)
        else:
            answered = Answered(given, is_right(asked, given))
    form = question_form(request, shown, asked, answered, problem)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(form)
    if is_kept and not problem:
        return redirect(f"{shown.get_absolute_url()}#{asked.anchor}")
    context = {"module": shown, "course": shown.course, "question": asked, "form": form}
    return render(request, "labs/question.html", context)


def what_is_missing(question: Question) -> str:
    if question.has_choices:
        return _("Choose an answer first.")
    if question.kind == QuestionKind.NUMBER:
        return _("Write a number, such as 12 or 3.5.")
    return _("Write an answer first.")
