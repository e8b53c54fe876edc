"""Which mails a person gets about their grades."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grading.models import NoticeChoice


class NoticeChoiceForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = NoticeChoice
        fields = ("reviews", "regrades")


@login_required
@require_http_methods(["GET", "POST"])
def notices_view(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    choice = NoticeChoice.objects.filter(user=request.user).first() or NoticeChoice(user=request.user)
    form = NoticeChoiceForm(request.POST if request.method == "POST" else None, instance=choice)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your choice is saved."))
        return redirect("notices")
    return render(request, "grading/notices.html", {"form": form})
