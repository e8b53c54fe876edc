"""Partial credit."""


def straight_line(value: float, full: float, zero: float) -> float:
    """1 up to `full`, 0 from `zero` on, a straight line between; `full` must be less than `zero`."""
    if value <= full:
        return 1.0
    if value >= zero:
        return 0.0
    return (zero - value) / (zero - full)
