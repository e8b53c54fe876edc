"""Icons from `static/icons.svg`: `{% icon "lock" %}` is decoration, `{% icon "lock" "read only" %}` is read aloud."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)  # a page has dozens
def icon(name: str, label: str = "") -> SafeString:
    use = format_html('<use href="{}#{}"></use>', static("icons.svg"), name)
    if not label:
        return format_html('<svg class="icon" aria-hidden="true" focusable="false">{}</svg>', use)
    return format_html('<svg class="icon" role="img" aria-label="{}">{}</svg>', label, use)
