"""Labs in the admin: what changes grades already given, or who passes, is saved only once it was seen whose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grading import regrade
from grading.moves import Preview
from labs.admin import LabAdmin
from labs.models import Lab

DECISION = "regrade"  # the name of the buttons on the page in between
APPLY, KEEP, BACK = "apply", "keep", "back"
MOST_SHOWN = 200
STALE = gettext_lazy("If the brief states points, change it too: its text does not follow the checks.")

admin.site.unregister(Lab)


@admin.register(Lab)
class RegradingLabAdmin(LabAdmin):
    def save_model(self, request: HttpRequest, obj: Lab, form: ModelForm[Lab], change: bool) -> None:
        obj.checks_before = obj.spec().checks  # type: ignore[attr-defined]  # they are saved after the lab
        obj.former_mark = form.initial.get("pass_percent", obj.pass_percent)  # type: ignore[attr-defined]
        obj.brief_is_new = "brief" in form.changed_data  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def response_change(self, request: HttpRequest, obj: Lab) -> HttpResponse:
        """All is saved, in a transaction: so its rules were checked, and grades are looked at as they would be."""
        decision, former_mark = request.POST.get(DECISION), obj.former_mark  # type: ignore[attr-defined]
        other_checks = obj.spec().checks != obj.checks_before  # type: ignore[attr-defined]
        if not other_checks and obj.pass_percent == former_mark:
            return super().response_change(request, obj)
        stale = other_checks and _brief_may_be_stale(obj)
        if decision not in (APPLY, KEEP):
            find = regrade.preview if other_checks else regrade.preview_mark
            preview = find(obj, former_mark=former_mark)
            if preview.changing:
                transaction.set_rollback(True)
                return self._ask(request, obj, preview, other_checks, stale)
        if other_checks and decision != KEEP:
            done = regrade.apply(obj, request.user.pk, former_mark)
            if done.changing:
                messages.success(request, _("Grades made again: %(what)s.") % {"what": done})
        if stale:
            brief = f"{reverse('admin:labs_lab_change', args=[obj.pk])}#id_brief"
            messages.warning(request, format_html('{} <a href="{}">{}</a>', STALE, brief, _("To the brief")))
        return super().response_change(request, obj)

    def _ask(
        self, request: HttpRequest, lab: Lab, preview: Preview, other_checks: bool, stale: bool
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": lab,
            "title": _("Grades would change") if other_checks else _("Who passes would change"),
            "preview": preview,
            "other_checks": other_checks,
            "other_mark": lab.pass_percent != lab.former_mark,  # type: ignore[attr-defined]
            "shown": preview.changing[:MOST_SHOWN],
            "typed": list(_typed(request)),
            "stale": STALE if stale else "",
        }
        return render(request, "grading/regrade.html", context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if request.POST.get(DECISION) != BACK:
            return form

        class Unsaved(form):  # type: ignore[misc, valid-type]
            """What was typed, to be shown again: as what is wrong, it is not saved."""

            def clean(self) -> dict[str, Any]:
                super().clean()
                raise ValidationError("back")

        return Unsaved

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if request.POST.get(DECISION) == BACK:
            messages.info(request, _("Nothing is saved yet. Go on where you were, then save."))
            context["adminform"].form.errors.clear()
            context["errors"] = ()
        return super().render_change_form(request, context, *args, **kwargs)


def _brief_may_be_stale(lab: Any) -> bool:
    """Whether checks give other points than before, and the brief, which may state them, is as it was."""
    before = [check.points for check in lab.checks_before]
    return not lab.brief_is_new and [check.points for check in lab.spec().checks] != before


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """All that the form said, to be sent once more with the decision."""
    for name, values in request.POST.lists():
        if name not in (DECISION, "csrfmiddlewaretoken"):
            yield from ((name, str(value)) for value in values)
