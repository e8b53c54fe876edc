"""Courses in the admin, with the grades of their learners to take away."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grading import gradebook
from labs.admin import CourseAdmin
from labs.models import Course

admin.site.unregister(Course)


@admin.register(Course)
class GradedCourseAdmin(CourseAdmin):
    actions = ("download_grades",)

    @admin.action(description=gettext_lazy("Download the grades (CSV)"))
    def download_grades(self, request: HttpRequest, courses: QuerySet[Course]) -> HttpResponse | None:
        course = courses.first()
        if course is None or len(courses) > 1:
            messages.error(request, _("Choose one course: its table has a column for each lab."))
            return None
        # The mark at the beginning tells spreadsheets that it is UTF-8.
        answer = HttpResponse(f"\ufeff{gradebook.as_csv(course)}", content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{course.slug}.csv"'
        return answer
