from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches

from grading.kept import kept


def test_what_is_asked_again_at_once_is_made_once() -> None:
    numbers: Iterator[int] = iter(range(5))
    assert [kept("number", 60, lambda: next(numbers)) for _ in range(3)] == [0, 0, 0]
    assert kept("another", 60, lambda: next(numbers)) == 1


def test_it_is_made_again_when_its_time_is_over() -> None:
    numbers: Iterator[int] = iter(range(5))
    kept("number", 60, lambda: next(numbers))
    caches["here"].touch("number", -1)
    assert kept("number", 60, lambda: next(numbers)) == 1


def test_false_is_kept_too() -> None:
    assert kept("known", 60, lambda: False) is False
    assert kept("known", 60, lambda: True) is False


def test_what_could_not_be_made_is_not_kept() -> None:
    def fail() -> int:
        raise OSError("no")

    with pytest.raises(OSError, match="no"):
        kept("number", 60, fail)
    assert kept("number", 60, lambda: 1) == 1
