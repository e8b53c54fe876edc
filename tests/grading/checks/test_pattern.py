from __future__ import annotations

import time

import pytest

from grading.checks import pattern
from grading.faults import LabFault
from labs.checkkinds import CheckError


def test_an_expression_is_looked_for_anywhere() -> None:
    assert pattern.found(r"requirements\.txt", "COPY requirements.txt .")
    assert not pattern.found(r"^requirements", "COPY requirements.txt .")


def test_one_that_would_never_end_is_the_labs_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pattern, "SECONDS", 0.2)
    began = time.monotonic()
    with pytest.raises(LabFault, match="takes too long"):
        pattern.found(r"(a+)+$", "a" * 4000 + "!")
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("wrong", ["(", "[a", 5, None])
def test_what_is_no_expression_is_refused(wrong: object) -> None:
    with pytest.raises(CheckError, match="regular expression"):
        pattern.require_expression(wrong, "matching")
