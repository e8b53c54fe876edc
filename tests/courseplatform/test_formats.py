from __future__ import annotations

from datetime import datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "25 Nov 2026, 14:05"), ("en-gb", "25 Nov 2026, 14:05"), ("fr", "25 nov. 2026, 14:05")],
)
def test_a_date_is_read_alike_on_both_sides_of_the_atlantic(language: str, shown: str) -> None:
    with override(language):
        assert date_format(datetime(2026, 11, 25, 14, 5), "SHORT_DATETIME_FORMAT") == shown
