"""One's data, to take along or to delete."""

from __future__ import annotations

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from grading.erasure import erase
from grading.export import archive
from grading.models import Comment


class DeletionForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, user: User, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password


@login_required
@require_GET
def export_view(request: HttpRequest) -> FileResponse:
    assert isinstance(request.user, User)
    name = f"{request.user.username}-{timezone.localdate():%Y-%m-%d}.zip"
    return FileResponse(archive(request.user), as_attachment=True, filename=name)


@login_required
@require_http_methods(["GET", "POST"])
def delete_view(request: HttpRequest) -> HttpResponse:
    """Asks for the password, so often a minute as allauth lets it be asked."""
    assert isinstance(request.user, User)
    if request.method == "GET":
        form = DeletionForm(request.user)
    else:
        refused: HttpResponse | None = ratelimit.consume_or_429(
            request, action="reauthenticate", user=request.user
        )
        if refused is not None:
            return refused
        form = DeletionForm(request.user, request.POST)
        if form.is_valid():
            user = request.user
            logout(request)
            erase(user)
            messages.success(request, _("Your account and all that was kept of you are deleted."))
            return redirect("home")
    has_commented = Comment.objects.filter(author=request.user).exists()
    return render(request, "grading/delete_account.html", {"form": form, "has_commented": has_commented})
