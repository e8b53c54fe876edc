"""The admin's forms: what a course, module or lab needs to be right is checked before it is saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from labs import labrules
from labs.adminfields import CodeArea, HintsField, LinesField, SizeField
from labs.contentfiles import ContentError
from labs.models import Check, Course, Enrolment, Lab, LabFile, Module
from labs.questionblocks import questions_of


class CourseForm(forms.ModelForm):  # type: ignore[type-arg]
    demo = forms.ModelChoiceField(
        Lab.objects.none(),
        label=gettext_lazy("Demo lab"),
        required=False,
        help_text=gettext_lazy("May be tried without an account."),
    )

    class Meta:
        model = Course
        fields = ["title", "slug", "language", "summary", "published", "demo"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["demo"].queryset = Lab.objects.filter(module__course=self.instance)  # type: ignore[attr-defined]


class ModuleForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Module
        fields = ["course", "slug", "position", "title", "summary", "minutes", "source", "requires"]
        widgets = {"summary": CodeArea(rows=2), "source": CodeArea(rows=32)}

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"].replace("\r\n", "\n")
        try:
            questions_of(source, "")
        except ContentError as error:
            raise ValidationError(str(error)) from error
        return source

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        required = list(cleaned.get("requires", ()))
        course = cleaned.get("course")
        if course is None:
            return cleaned
        if any(module.course_id != course.pk for module in required):
            self.add_error("requires", _("A module can only require modules of its own course."))
        graph = {
            module.pk: [one.pk for one in module.requires.all()]
            for module in course.modules.prefetch_related("requires")
        }
        try:
            TopologicalSorter(graph | {self.instance.pk or 0: [one.pk for one in required]}).prepare()
        except CycleError:
            self.add_error("requires", _("Modules would require each other in a circle."))
        return cleaned


class LabForm(forms.ModelForm):  # type: ignore[type-arg]
    editable = LinesField(
        label=gettext_lazy("Editable files"),
        required=False,
        help_text=gettext_lazy("Names of the files that learners may send, one a line."),
    )
    base_images = LinesField(
        label=gettext_lazy("Base images"),
        help_text=gettext_lazy("Images that FROM may name, one a line, such as python:3.11-slim."),
    )
    memory = SizeField(label=gettext_lazy("Memory"), help_text=gettext_lazy("With a unit: 512m, 1g."))
    disk = SizeField(label=gettext_lazy("Disk"), help_text=gettext_lazy("With a unit: 512m, 2g."))

    class Meta:
        model = Lab
        exclude = ["imported"]  # noqa: DJ006
        widgets = {
            "summary": CodeArea(rows=2),
            "brief": CodeArea(rows=24),
            "commands": CodeArea(rows=4),
            "solution_commands": CodeArea(rows=4),
        }

    def clean_editable(self) -> list[str]:
        return self._checked("editable", labrules.editable_problems(self.cleaned_data["editable"]))

    def clean_base_images(self) -> list[str]:
        return self._checked("base_images", labrules.image_problems(self.cleaned_data["base_images"]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("A lab closes after it opens."))
        return cleaned

    def _checked(self, field: str, problems: Iterable[labrules.Problem]) -> list[str]:
        _raise(problem.expected for problem in problems)
        value: list[str] = self.cleaned_data[field]
        return value


class FileFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        texts: dict[str, dict[str, str]] = {role: {} for role in LabFile.Role.values}
        for data in _kept(self):
            texts[data["role"]][data["path"]] = data["text"]
        lab = replace(self.instance.spec(), starter=texts["starter"], solution=texts["solution"])
        found = [*labrules.file_problems(lab), *labrules.registry_problems(lab)]
        _raise(map(_said, found))


class CheckForm(forms.ModelForm):  # type: ignore[type-arg]
    hints = HintsField(
        label=gettext_lazy("Later hints"),
        required=False,
        help_text=gettext_lazy('Each from an attempt on, as [{"after": 3, "text": "…"}].'),
    )

    class Meta:
        model = Check
        fields = ["position", "kind", "title", "points", "parameters", "hint", "hints"]
        help_texts = {
            "parameters": gettext_lazy(
                'A JSON object. docs/checks.md says for each kind which keys it takes, in TOML: full = "1.1x" there is '
                '{"full": "1.1x"} here.'
            )
        }


class CheckFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = sorted(_kept(self), key=lambda data: data["position"])
        checks = tuple(
            Check(
                **{name: data[name] for name in ("kind", "title", "points", "parameters", "hint", "hints")}
            ).spec()
            for data in rows
        )
        lab = replace(self.instance.spec(), checks=checks)
        _raise(map(_said, labrules.check_problems(lab)))


class EnrolmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks for a name instead of offering a list: instructors need not see who else has an account."""

    person = forms.CharField(
        label=gettext_lazy("Person"), help_text=gettext_lazy("User name or e-mail address of their account.")
    )

    class Meta:
        model = Enrolment
        fields = ["course", "role"]

    def clean_person(self) -> User:
        written = self.cleaned_data["person"]
        found = User.objects.filter(username=written) or User.objects.filter(email__iexact=written)
        if len(found) != 1:
            raise ValidationError(_("%(person)s: not the name of one account.") % {"person": written})
        return found[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person = cleaned.get("person")
        if person is not None:
            self.instance.user = person
            there = Enrolment.objects.filter(user=person, course=cleaned.get("course")).first()
            if there is not None:
                self.add_error("person", self._already(there))
        return cleaned

    def _already(self, there: Enrolment) -> SafeString:
        said = _("%(person)s takes part in this course already.") % {"person": there.user}
        page = reverse("admin:labs_enrolment_change", args=[there.pk])
        return format_html('{} <a href="{}">{}</a>', said, page, _("The role is changed here."))


def _kept(formset: BaseInlineFormSet[Any, Any, Any]) -> list[dict[str, Any]]:
    """What the filled-in forms say, without those marked for deletion."""
    return [data for form in formset.forms if (data := form.cleaned_data) and not data.get("DELETE")]


def _said(problem: labrules.Problem) -> str:
    return _("%(field)s: %(error)s") % {"field": problem.where, "error": problem.expected}


def _raise(messages: Iterable[str]) -> None:
    found = list(messages)
    if found:
        raise ValidationError([ValidationError(message) for message in found])
