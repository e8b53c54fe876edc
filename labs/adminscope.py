"""Which objects a member of staff sees and changes in the admin: those of the courses they teach."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.http import HttpRequest

from labs.models import Course, Enrolment, Module

LIST_CSS = {"all": ["css/admin-list.css"]}


def taught_courses(user: User | AnonymousUser) -> QuerySet[Course]:
    """All courses for superusers, else those that `user` is an instructor of."""
    if user.is_superuser:
        return Course.objects.all()
    if user.pk is None:
        return Course.objects.none()
    taught = Enrolment.objects.filter(user_id=user.pk, role=Enrolment.Role.INSTRUCTOR)
    return Course.objects.filter(pk__in=taught.values("course"))


class CourseScoped(admin.ModelAdmin):  # type: ignore[type-arg]
    """`course_path` leads from the model to its course, in a query."""

    course_path = "course"

    class Media:
        css = LIST_CSS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super().get_queryset(request).filter(**{f"{self.course_path}__in": taught_courses(request.user)})
        )

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_view_permission(request, obj) and self._is_own(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_own(request, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        self._limit(db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        self._limit(db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _is_own(self, request: HttpRequest, obj: Model | None) -> bool:
        return obj is None or obj.pk is None or self.get_queryset(request).filter(pk=obj.pk).exists()

    def _limit(self, db_field: Any, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        if db_field.related_model is Course:
            kwargs["queryset"] = taught_courses(request.user)
        elif db_field.related_model is Module:
            kwargs["queryset"] = Module.objects.filter(course__in=taught_courses(request.user))
