"""Queries that are put together once: for the smallest of them that takes longer than their answer.

Only for what pages ask for at every request, as the module page does; everything else asks in the usual way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class PreparedQuery:
    """`rows_of` makes the queryset for some keys of rows: `values_list` of what databases give as it is, such as
    numbers and texts (JSON comes as text, true may come as 1). A call gives its rows, and is one query.
    """

    def __init__(self, rows_of: Callable[..., QuerySet[Any, Any]]) -> None:
        self._prepared = cache(lambda *places: rows_of(*places).query.sql_with_params())

    def __call__(self, *keys: int) -> list[tuple[Any, ...]]:
        own = {
            ~index: key for index, key in enumerate(keys)
        }  # -1, -2 and so on stand for them: keys of no row
        statement, values = self._prepared(*own)
        with connection.cursor() as cursor:
            cursor.execute(statement, [own.get(value, value) for value in values])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
