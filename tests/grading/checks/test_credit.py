import pytest

from grading.checks.credit import straight_line


@pytest.mark.parametrize(
    ("value", "fraction"), [(0, 1.0), (4, 1.0), (5, 0.75), (6, 0.5), (7, 0.25), (8, 0.0), (100, 0.0)]
)
def test_credit_falls_in_a_straight_line(value: int, fraction: float) -> None:
    assert straight_line(value, full=4, zero=8) == fraction
