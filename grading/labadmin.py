"""Labs in the admin: checks that change grades already given are saved only once it was seen whose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from grading import regrade
from labs.admin import LabAdmin
from labs.models import Lab

DECISION = "regrade"  # the name of the buttons on the page in between
APPLY, KEEP, BACK = "apply", "keep", "back"
MOST_SHOWN = 200

admin.site.unregister(Lab)


@admin.register(Lab)
class RegradingLabAdmin(LabAdmin):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        lab = self.get_object(request, unquote(object_id)) if object_id and request.method == "POST" else None
        if lab is None or not self.has_change_permission(request, lab):
            return super().changeform_view(request, object_id, form_url, extra_context)
        before = lab.spec().checks
        with transaction.atomic():
            answer = super().changeform_view(request, object_id, form_url, extra_context)
            saved = Lab.objects.get(pk=lab.pk)
            decision = request.POST.get(DECISION)
            if saved.spec().checks == before or decision == KEEP:
                return answer
            # It is saved, for its rules to be checked and its grades to be looked at as they will be.
            preview = regrade.preview(saved)
            if decision == APPLY or not preview.changing:
                regrade.apply(saved, request.user.pk)
                if preview.changing:
                    messages.success(request, _("Grades made again: %(what)s.") % {"what": preview})
                return answer
            transaction.set_rollback(True)
        for _said in messages.get_messages(request):  # that it was saved
            pass
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": lab,
            "title": _("Grades would change"),
            "preview": preview,
            "shown": preview.changing[:MOST_SHOWN],
            "typed": list(_typed(request)),
        }
        return render(request, "grading/regrade.html", context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if request.POST.get(DECISION) != BACK:
            return form

        class Unsaved(form):  # type: ignore[misc, valid-type]
            """What was typed, to be changed further."""

            def clean(self) -> dict[str, Any]:
                super().clean()
                raise ValidationError(_("Nothing is saved yet. Go on where you were, then save."))

        return Unsaved


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """All that the form said, to be sent once more with the decision."""
    for name, values in request.POST.lists():
        if name not in (DECISION, "csrfmiddlewaretoken"):
            yield from ((name, str(value)) for value in values)
