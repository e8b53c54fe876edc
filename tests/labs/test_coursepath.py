from __future__ import annotations

import pytest

from labs.templatetags.coursepath import as_time


@pytest.mark.parametrize(("minutes", "shown"), [(0, "0 min"), (5, "5 min"), (60, "1 h"), (215, "3 h 35 min")])
def test_a_time_to_read_is_hours_and_minutes(minutes: int, shown: str) -> None:
    assert as_time(minutes).replace("\N{NO-BREAK SPACE}", " ") == shown
