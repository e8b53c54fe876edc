from __future__ import annotations

import time

import pytest

from grading.checks import pattern
from labs.checkkinds import CheckError


def test_an_expression_is_looked_for_anywhere() -> None:
    assert pattern.found(r"requirements\.txt", "COPY requirements.txt .")
    assert not pattern.found("^one$", "two\none\n")
    assert pattern.found("^one$", "two\none\n", lines=True)


@pytest.mark.parametrize("endless", ["(a+)+b", r"(\S+\s*)+!", "(a|a)*b", ".*.*.*.*=x"])
def test_no_expression_takes_for_ever(endless: str) -> None:
    began = time.process_time()
    assert not pattern.found(endless, "a" * 4000)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("wrong", ["(", "[a", "(?=a)", r"(a)\1", 5, None])
def test_what_is_no_expression_is_refused(wrong: object) -> None:
    with pytest.raises(CheckError, match="regular expression"):
        pattern.require_expression(wrong, "matching")
