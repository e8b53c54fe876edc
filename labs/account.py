"""The page of one's account, and the language of the interface."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from labs import preferences
from labs.accountforms import PreferencesForm


@login_required
@require_http_methods(["GET", "POST"])
def account_view(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    form = PreferencesForm(request.POST or None, instance=preferences.of(request.user))
    if request.method == "POST" and form.is_valid():
        chosen = form.save()
        preferences.apply(request, chosen)
        with override(chosen.language or None):
            messages.success(request, _("Saved."))
        return redirect("account")
    address = EmailAddress.objects.filter(user=request.user).order_by("-primary", "pk").first()
    return render(request, "labs/account.html", {"form": form, "address": address})


def set_language_view(request: HttpRequest) -> HttpResponse:
    """Django's, and kept with the account: it would win over the browser's cookie otherwise."""
    answer = set_language(request)
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
        chosen = preferences.of(request.user)
        chosen.language = language
        chosen.save()
        preferences.apply(request, chosen)
    return answer
