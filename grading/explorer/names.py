"""Names of files, which may hold any byte: as text to show, and as part of an address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest


def visible_name(path: str) -> str:
    """A path with everything that is no plain printed sign written out: `\\n`, `\\xff`, `\\u202e`."""
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text)


def asked(request: HttpRequest) -> dict[str, str]:
    """What the address asks for; bytes that are not UTF-8 as surrogates, which Django's own reading loses."""
    query = request.META.get("QUERY_STRING", "")
    return dict(parse_qsl(query, keep_blank_values=True, errors="surrogateescape"))


def query(**values: str | int | None) -> str:
    """`?at=usr/lib&page=2`, without what is None or empty."""
    given = {name: value for name, value in values.items() if value not in (None, "")}
    return "?" + urlencode(given, safe="/", errors="surrogateescape")
