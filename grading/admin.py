"""Submissions in the admin: to look at, not to change. Points are adjusted on the review pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import floatformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from grading.courseadmin import GradedCourseAdmin
from grading.labadmin import RegradingLabAdmin
from grading.messages import points_of
from grading.models import OutcomeRecord, Submission
from labs.adminscope import LIST_CSS
from labs.models import Enrolment

__all__ = ["GradedCourseAdmin", "RegradingLabAdmin", "SubmissionAdmin"]  # registered by being imported


class ReadOnly:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OutcomeInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = OutcomeRecord
    fields = ("kind", "points_given", "max_points", "found")
    readonly_fields = ("points_given", "found")
    extra = 0

    @admin.display(description=_("points"))
    def points_given(self, outcome: OutcomeRecord) -> str:
        return floatformat(outcome.final_points, -1)

    @admin.display(description=_("reason"))
    def found(self, outcome: OutcomeRecord) -> str:
        return str(outcome.message)


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("learner", "lab", "number", "state", "fault", "points", "created_at")
    list_filter = ("state", "fault", "lab__module__course", "lab")
    search_fields = ("learner__username", "learner__email", "public_id")
    list_select_related = ("lab", "learner")
    date_hierarchy = "created_at"
    inlines = (OutcomeInline,)

    class Media:
        css = LIST_CSS

    fields = (
        "look",
        "learner",
        "lab",
        "number",
        "state",
        "fault",
        "what_failed",
        "counted",
        "score",
        "final_score",
        "max_score",
        "created_at",
        "started_at",
        "finished_at",
        "tries",
        "timings",
        "commands",
    )
    readonly_fields = fields

    @admin.display(description=_("points"), ordering="final_score")
    def points(self, submission: Submission) -> str:
        return (
            "" if submission.final_score is None else points_of(submission.final_score, submission.max_score)
        )

    @admin.display(description=_("error"))
    def what_failed(self, submission: Submission) -> str:
        return str(submission.error_message or "")

    @admin.display(description=_("as the learner sees it"))
    def look(self, submission: Submission) -> str:
        return format_html('<a href="{}">{}</a>', submission.get_absolute_url(), submission)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        submissions = super().get_queryset(request).filter(learner__guest=None)
        if request.user.is_superuser:
            return submissions
        mine = Enrolment.objects.filter(user_id=request.user.pk or 0).exclude(role=Enrolment.Role.LEARNER)
        return submissions.filter(lab__module__course__in=mine.values("course"))
