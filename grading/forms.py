"""The learner's files and docker commands, as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext_lazy as _

PREFIX = "file:"
MAX_READ = 1 << 20  # of one uploaded file: more is refused by validation anyway


class SubmissionForm(forms.Form):
    """Files come as `file:<name>`, typed in (text) or uploaded (bytes); what they may be is `validation`'s to say."""

    commands = forms.CharField(required=False, strip=False, widget=forms.Textarea, label=_("docker commands"))

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.POST)
        self.request = request

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        files: dict[str, str | bytes] = {
            key.removeprefix(PREFIX): value
            for key, value in self.request.POST.items()
            if key.startswith(PREFIX) and isinstance(value, str)
        }
        for key, upload in self.request.FILES.items():
            if key.startswith(PREFIX) and isinstance(upload, UploadedFile):
                files[key.removeprefix(PREFIX)] = upload.read(MAX_READ + 1)
        data["files"] = files
        return data


class CommentForm(forms.Form):
    text = forms.CharField(max_length=10_000, widget=forms.Textarea, label=_("comment"))


class AdjustmentForm(forms.Form):
    """New points for one outcome, from 0 to what its check gives, and why."""

    points = forms.FloatField(min_value=0, label=_("points"))
    reason = forms.CharField(max_length=2_000, widget=forms.Textarea, label=_("reason"))

    def __init__(self, data: Any, *, max_points: float) -> None:
        super().__init__(data)
        self.max_points = max_points

    def clean_points(self) -> float:
        points: float = self.cleaned_data["points"]
        if not points <= self.max_points:  # also refuses NaN
            raise forms.ValidationError(
                _("At most %(max)s points."), params={"max": floatformat(self.max_points, -1)}
            )
        return points
