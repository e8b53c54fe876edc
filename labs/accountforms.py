"""How somebody wants to read the site, as a form."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from labs.models import Preferences

CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def zones() -> list[tuple[str, Any]]:
    """Places by continent, as a <select> groups them."""
    named = sorted(name for name in available_timezones() if name.partition("/")[0] in CONTINENTS)
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in named:
        continent, _slash, place = name.partition("/")
        groups.setdefault(continent, []).append((name, place.replace("_", " ")))
    return [("", gettext("That of the browser")), ("UTC", "UTC"), *groups.items()]


class SignInForm(LoginForm):  # type: ignore[misc]
    """Its box is labelled in the words and letters of the rest."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["remember"].label = _("Stay signed in")


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    language = forms.ChoiceField(
        label=_("Language of the interface"),
        required=False,
        choices=[("", _("As the browser asks")), ("fr", "Français"), ("en", "English")],
        help_text=_("Courses keep the language that they are written in."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=zones)

    class Meta:
        model = Preferences
        fields = ["language", "time_zone"]
