"""A TOML table read key by key: each value is of the type asked for, and no key is left over."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from labs.contentfiles import ContentError, read_text
from labs.instead import instead, written
from labs.limits import format_size, parse_size

_MISSING: Any = object()


class Table:
    """`prefix` is where the table lies in its file, such as "limits." or "checks[2]." (counted from 0)."""

    def __init__(self, path: Path, values: dict[str, Any], prefix: str = "") -> None:
        self.path = path
        self._values = values
        self._prefix = prefix
        self._asked: set[str] = set()

    @classmethod
    def read(cls, path: Path) -> Table:
        text = read_text(path)
        try:
            return cls(path, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise ContentError(path, gettext("not valid TOML: %(reason)s") % {"reason": error}) from error

    def error(self, key: str, problem: str) -> ContentError:
        return ContentError(self.path, problem, self._prefix + key)

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, default: str = _MISSING, *, max_length: int | None = None) -> str:
        """One value of text; a required one must not be blank."""
        value = self._get(key, default)
        if not isinstance(value, str) or (default is _MISSING and not value.strip()):
            raise self.error(key, instead(gettext("expected text"), value))
        if max_length is not None and len(value) > max_length:
            raise self.error(
                key,
                gettext("expected at most %(most)s characters, not %(count)s")
                % {"most": max_length, "count": len(value)},
            )
        if "\0" in value:
            raise self.error(key, gettext("expected text without NUL characters"))
        return value

    def choice(self, key: str, choices: Collection[str], default: str = _MISSING) -> str:
        value = self._get(key, default)
        if not isinstance(value, str) or value not in choices:
            raise self.error(
                key,
                instead(gettext("expected one of %(known)s") % {"known": ", ".join(choices)}, value),
            )
        return value

    def texts(self, key: str, default: list[str] = _MISSING) -> tuple[str, ...]:
        """A list of texts, each not blank and there once."""
        values = self._get(key, default)
        if not isinstance(values, list) or not all(isinstance(one, str) and one.strip() for one in values):
            raise self.error(key, instead(gettext("expected a list of texts"), values))
        for value in values:
            if values.count(value) > 1:
                raise self.error(
                    key,
                    gettext("expected each only once, %(value)s is there %(count)s times")
                    % {"value": written(value), "count": values.count(value)},
                )
        return tuple(values)

    def integer(self, key: str, default: int, bounds: tuple[int, int]) -> int:
        value = self._get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not bounds[0] <= value <= bounds[1]:
            raise self.error(
                key,
                instead(
                    gettext("expected a whole number from %(least)s to %(most)s")
                    % {"least": bounds[0], "most": bounds[1]},
                    value,
                ),
            )
        return value

    def number(self, key: str) -> float:
        """A number from 0."""
        value = self._get(key, _MISSING)
        if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value) or value < 0:
            raise self.error(key, instead(gettext("expected a number from 0"), value))
        return float(value)

    def flag(self, key: str, default: bool) -> bool:
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self.error(key, instead(gettext("expected true or false"), value))
        return value

    def size(self, key: str, default: int, bounds: tuple[int, int]) -> int:
        """Bytes, written with a unit."""
        if not self.has(key):
            return default
        value = self._get(key, default)
        least, most = (format_size(bound) for bound in bounds)
        try:
            size = parse_size(value if isinstance(value, str) else str(value))
        except ValueError as error:
            raise self.error(key, str(error)) from error
        if not bounds[0] <= size <= bounds[1]:
            raise self.error(
                key,
                instead(
                    gettext("expected a size from %(least)s to %(most)s") % {"least": least, "most": most},
                    value,
                ),
            )
        return size

    def table(self, key: str) -> Table:
        """The table below `key`; an empty one when there is none."""
        value = self._get(key, {})
        if not isinstance(value, dict):
            raise self.error(
                key,
                instead(gettext("expected a table [%(name)s]") % {"name": self._prefix + key}, value),
            )
        return Table(self.path, value, f"{self._prefix}{key}.")

    def tables(self, key: str) -> Iterator[Table]:
        values = self._get(key, [])
        if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
            raise self.error(
                key,
                instead(gettext("expected tables [[%(name)s]]") % {"name": self._prefix + key}, values),
            )
        for number, value in enumerate(values):
            yield Table(self.path, value, f"{self._prefix}{key}[{number}].")

    def plain(self, key: str, default: Any) -> Any:
        """A value as it is, for others to read."""
        return self._get(key, default)

    def rest(self) -> dict[str, Any]:
        """The keys nobody asked for, whose meaning is another's to know; they must be what JSON can say."""
        rest = {key: value for key, value in self._values.items() if key not in self._asked}
        for key, value in rest.items():
            if not _is_plain(value):
                raise self.error(key, gettext("expected text, numbers, true or false, lists and tables only"))
        return rest

    def refuse_others(self) -> None:
        """Call when all known keys were asked for."""
        for key in self._values:
            if key not in self._asked:
                raise self.error(
                    key,
                    gettext("unknown key, expected one of %(known)s")
                    % {"known": ", ".join(sorted(self._asked))},
                )

    def _get(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        value = self._values.get(key, default)
        if value is _MISSING:
            raise self.error(key, gettext("missing"))
        return value


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    return isinstance(value, str | bool | int) or (isinstance(value, float) and isfinite(value))
