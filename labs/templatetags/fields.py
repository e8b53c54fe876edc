"""Fields of forms. The first bad one has the focus when the page comes back: what is wrong is then read out."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def field_input(field: BoundField) -> SafeString:
    """Django itself says that it is invalid, and by which sentence: by what is wrong, without the rules again."""
    if field.errors:
        field.help_text = ""
    form = field.form
    wrong = next((one for one in form.visible_fields() if one.errors), None)
    is_first = wrong is not None and wrong.name == field.name and not form.non_field_errors()
    return field.as_widget(attrs={"autofocus": True} if is_first else {})
