"""Courses, modules, labs and enrolments in the admin. Instructors see and change those of the courses they teach."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, Q, QuerySet, Sum
from django.forms import ModelForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from labs.adminfields import CodeArea, CodeField, ParametersField
from labs.adminforms import (
    CheckForm,
    CheckFormSet,
    CourseForm,
    EnrolmentForm,
    FileFormSet,
    LabForm,
    ModuleForm,
)
from labs.adminscope import CourseScoped
from labs.models import Check, Course, Enrolment, Lab, LabFile, Module, Picture
from labs.peopleadmin import PeopleAdmin
from labs.roles import grant

__all__ = ["PeopleAdmin"]  # registered by being imported

# The site has one name, on its own pages and here.
admin.site.site_header = admin.site.site_title = lazy(render_to_string, str)("_site_name.html")

CODE_FIELDS: dict[Any, dict[str, Any]] = {
    models.TextField: {"form_class": CodeField, "widget": CodeArea},
    models.JSONField: {"form_class": ParametersField},
}


class Contents(admin.TabularInline):  # type: ignore[type-arg]
    """Lists the children of a course or module, to put in order and to open; they are added on pages of their own."""

    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = True
    fields = ("position", "title", "slug")
    readonly_fields = ("title", "slug")


class ModuleInline(Contents):
    model = Module


class LabInline(Contents):
    model = Lab


class Rows(admin.StackedInline):  # type: ignore[type-arg]
    template = "admin/labs/stacked.html"
    formfield_overrides = CODE_FIELDS
    extra = 0


class PictureInline(Rows):
    model = Picture


@admin.register(Course)
class CourseAdmin(CourseScoped):
    course_path = "pk"
    form = CourseForm
    list_display = ("title", "slug", "language", "published", "module_count", "learner_count")
    list_filter = ("published", "language")
    search_fields = ("title", "slug", "summary")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (ModuleInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        learners = Count("enrolments", filter=Q(enrolments__role=Enrolment.Role.LEARNER), distinct=True)
        counts = {"module_total": Count("modules", distinct=True), "learner_total": learners}
        courses: QuerySet[Course] = super().get_queryset(request).annotate(**counts)
        return courses

    def save_model(self, request: HttpRequest, obj: Course, form: ModelForm[Course], change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:  # else its author could not see it again
            obj.enrolments.create(user=cast(User, request.user), role=Enrolment.Role.INSTRUCTOR)

    @admin.display(description=_("modules"), ordering="module_total")
    def module_count(self, course: Course) -> int:
        return int(course.module_total)  # type: ignore[attr-defined]

    @admin.display(description=_("learners"), ordering="learner_total")
    def learner_count(self, course: Course) -> int:
        return int(course.learner_total)  # type: ignore[attr-defined]


@admin.register(Module)
class ModuleAdmin(CourseScoped):
    form = ModuleForm
    list_display = ("title", "course", "position", "minutes", "section_count")
    ordering = ("course__title", "course__language", "position", "slug")  # courses may have one title
    list_filter = (("course", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("course",)
    search_fields = ("title", "slug", "summary", "source")
    prepopulated_fields = {"slug": ("title",)}
    filter_horizontal = ("requires",)
    formfield_overrides = CODE_FIELDS
    inlines = (PictureInline, LabInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Module]:
        modules: QuerySet[Module] = super().get_queryset(request).annotate(section_total=Count("sections"))
        return modules

    @admin.display(description=_("sections"), ordering="section_total")
    def section_count(self, module: Module) -> int:
        return int(module.section_total)  # type: ignore[attr-defined]


class FileInline(Rows):
    model = LabFile
    formset = FileFormSet


class CheckInline(Rows):
    model = Check
    form = CheckForm
    formset = CheckFormSet
    formfield_overrides = CODE_FIELDS | {
        models.TextField: {"form_class": CodeField, "widget": CodeArea(rows=2)}
    }


@admin.register(Lab)
class LabAdmin(CourseScoped):
    course_path = "module__course"
    form = LabForm
    list_display = ("title", "module", "position", "points", "network", "opens_at", "closes_at")
    ordering = (*(f"module__{name}" for name in ModuleAdmin.ordering), "position", "slug")
    list_filter = (("module__course", admin.RelatedOnlyFieldListFilter), "network")
    list_select_related = ("module",)
    search_fields = ("title", "slug", "summary", "brief")
    prepopulated_fields = {"slug": ("title",)}
    formfield_overrides = CODE_FIELDS
    inlines = (FileInline, CheckInline)
    fieldsets = (
        (None, {"fields": ("module", "slug", "position", "title", "summary", "brief")}),
        (_("What learners send"), {"fields": ("editable", "base_images", "network", "commands")}),
        (_("Grading"), {"fields": ("pass_percent", "show_rewrites", "ranking", "solution_commands")}),
        (_("Registry"), {"fields": ("registry_user", "registry_password_file")}),
        (_("Limits of one submission"), {"fields": ("seconds", "memory", "disk")}),
        (_("Open"), {"fields": ("opens_at", "closes_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lab]:
        labs: QuerySet[Lab] = super().get_queryset(request).annotate(point_total=Sum("checks__points"))
        return labs

    @admin.display(description=_("points"), ordering="point_total")
    def points(self, lab: Lab) -> float:
        return float(lab.point_total or 0)  # type: ignore[attr-defined]


@admin.register(Enrolment)
class EnrolmentAdmin(CourseScoped):
    form = EnrolmentForm
    fields = ("person", "course", "role")
    list_display = ("user", "course", "role", "joined_at")
    list_filter = (("course", admin.RelatedOnlyFieldListFilter), "role")
    list_select_related = ("user", "course")
    search_fields = ("user__username", "user__email", "user__first_name", "user__last_name")
    date_hierarchy = "joined_at"

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_decide(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_decide(request, obj)

    def _may_decide(self, request: HttpRequest, obj: models.Model | None) -> bool:
        """Whoever teaches a course may change it: who does, operators decide."""
        is_instructor = isinstance(obj, Enrolment) and obj.role == Enrolment.Role.INSTRUCTOR
        return request.user.is_superuser or not is_instructor

    def get_fields(self, request: HttpRequest, obj: Enrolment | None = None) -> Any:
        return ("user", "course", "role", "joined_at") if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Enrolment | None = None) -> Any:
        return ("user", "course", "joined_at") if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Enrolment | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change, **({"form": ModelForm} if obj else {}) | kwargs)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "role" and not request.user.is_superuser:
            kwargs["choices"] = [
                choice for choice in Enrolment.Role.choices if choice[0] != Enrolment.Role.INSTRUCTOR
            ]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Enrolment, form: ModelForm[Enrolment], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        grant(obj.user, Enrolment.Role(obj.role))
