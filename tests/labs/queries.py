"""Which statements write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

WRITING = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def writes() -> Iterator[list[str]]:
    """The writing statements of the block, gathered when it ends."""
    written: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield written
    written += [query["sql"] for query in captured.captured_queries if query["sql"].startswith(WRITING)]
