from __future__ import annotations

import json
import time

import pytest

from grading.checks import pattern
from labs.checkkinds import CheckError


def test_an_expression_is_looked_for_anywhere() -> None:
    assert pattern.found(r"requirements\.txt", "COPY requirements.txt .")
    assert not pattern.found(r"^requirements", "COPY requirements.txt .")
    assert pattern.found(r"^port = \d+$", "a\nport = 8000\nb")


def test_one_that_would_never_end_elsewhere_ends() -> None:
    began = time.monotonic()
    assert not pattern.found(r"(a+)+$", "a" * 4000 + "!")
    assert not pattern.found(r"(\S+\s*)+x", "a " * 30_000)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("wrong", ["(", "[a", "(?=ahead)", r"(a)\1", 5, None])
def test_what_is_no_expression_is_refused(wrong: object, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CheckError, match="regular expression") as refused:
        pattern.require_expression(wrong, "matching")
    assert wrong is None or json.dumps(wrong) in refused.value.expected
    assert capfd.readouterr() == ("", "")  # RE2 itself would write to stderr
