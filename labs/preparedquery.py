"""Queries that are put together once: for the smallest of them that takes longer than their answer.

Only for what pages ask for at every request, as the module page does; everything else asks in the usual way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from inspect import signature
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class PreparedQuery:
    """`rows_of` makes the queryset for some keys of rows: `values_list` of what databases give as it is, such as
    numbers and texts (JSON comes as text, true may come as 1). A call gives its rows, and is one query.
    """

    def __init__(self, rows_of: Callable[..., QuerySet[Any, Any]]) -> None:
        self._rows_of = rows_of

    def __call__(self, *keys: int) -> list[tuple[Any, ...]]:
        statement, values = self._prepared
        with connection.cursor() as cursor:
            cursor.execute(statement, [keys[~value] if value in self._places else value for value in values])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """What stands for each key in what is prepared: -1, -2 and so on are keys of no row."""
        return tuple(~index for index in range(len(signature(self._rows_of).parameters)))

    @cached_property
    def _prepared(self) -> tuple[str, tuple[Any, ...]]:
        return self._rows_of(*self._places).query.sql_with_params()
