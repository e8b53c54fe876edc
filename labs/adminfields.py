"""Form fields for what the admin shows in another way than the database keeps it."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from labs.checkkinds import CheckError
from labs.hints import later_hints
from labs.limits import format_size, parse_size


class CodeArea(forms.Textarea):
    """A textarea for code and Markdown: fixed width, no corrections by the browser."""

    class Media:
        css = {"all": ["css/admin-code.css"]}

    def __init__(self, rows: int = 12) -> None:
        super().__init__({"class": "vLargeTextField code-area", "rows": rows, "spellcheck": "false"})


class CodeField(forms.CharField):
    """Text kept as it is, but for the line ends that browsers send."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"strip": False, "widget": CodeArea(), **given})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(initial, self.to_python(data)))


class LinesField(forms.CharField):
    """A list of texts, written one a line."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"widget": CodeArea(rows=4), **given})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = (line.strip() for line in str(value or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or ()) != self.to_python(data)


class SizeField(forms.CharField):
    """Bytes, written with a unit: "512m", "1g"."""

    def prepare_value(self, value: Any) -> Any:
        return format_size(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int:  # type: ignore[override]
        try:
            return parse_size(str(value or ""))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)


class _LinesOfJSON(forms.JSONField):
    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as error:
            wrong = error.__context__
            if not isinstance(wrong, json.JSONDecodeError):
                raise
            place = {"line": wrong.lineno, "column": wrong.colno}
            raise ValidationError(_("line %(line)s, column %(column)s: not valid JSON") % place) from error

    def prepare_value(self, value: Any) -> Any:
        return json.dumps(value, indent=2, ensure_ascii=False) if isinstance(value, dict | list) else value


class ParametersField(_LinesOfJSON):
    """A JSON object over several lines."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"widget": CodeArea(rows=8), **given})

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value) or {}
        if not isinstance(cleaned, dict):
            raise ValidationError(_('expected an object such as {"full": "1.1x"}'))
        return cleaned


class HintsField(_LinesOfJSON):
    """Hints that come later, as a JSON list."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"widget": CodeArea(rows=3), **given})

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value) or []
        try:
            later_hints(cleaned)
        except CheckError as error:
            raise ValidationError(str(error)) from error
        return cleaned
