import pytest

from grading.checks.credit import equal_parts, straight_line
from grading.messages import Message
from grading.outcome import Evidence, Finding
from tests.grading.said import said


@pytest.mark.parametrize(
    ("value", "fraction"), [(0, 1.0), (4, 1.0), (5, 0.75), (6, 0.5), (7, 0.25), (8, 0.0), (100, 0.0)]
)
def test_credit_falls_in_a_straight_line(value: int, fraction: float) -> None:
    assert straight_line(value, full=4, zero=8) == fraction


WELL = Finding(1.0, Message("Well."))


def wrong(words: str, line: int | None = None) -> Finding:
    return Finding(0.0, Message(words), Evidence(line=line))


def test_all_that_was_asked_for_may_be_right() -> None:
    assert equal_parts([None, None], WELL) == equal_parts([], WELL) == WELL


def test_one_thing_alone_is_told_without_a_count() -> None:
    assert equal_parts([wrong("A.")], WELL) == wrong("A.")


def test_several_that_are_wrong_are_told_at_once_each_sentence_once() -> None:
    asked = [None, wrong("A.", 4), wrong("B."), wrong("A."), wrong("C."), wrong("D.")]
    finding = equal_parts(asked, WELL)
    assert finding.fraction == pytest.approx(1 / 6)
    assert said(finding.message) == "As asked for: 1 of 6. A. B. C."
    assert finding.evidence.line == 4
    assert said(equal_parts(asked, WELL, told=1).message) == "As asked for: 1 of 6. A."
