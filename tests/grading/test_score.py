import math

import pytest

from grading.messages import Message
from grading.outcome import Evidence, Finding
from grading.score import max_total, outcome, score, total
from labs.checkkinds import check_title
from labs.spec import CheckSpec, LaterHint

SAID = Message("It is so.")


def test_a_finding_becomes_points_and_keeps_what_was_said() -> None:
    check = CheckSpec("tags", 30.0, hint="Look at -t.")
    (outcome,) = score([check], [Finding(0.5, SAID, Evidence(line=3))])
    assert (outcome.kind, outcome.points, outcome.max_points) == ("tags", 15.0, 30.0)
    assert (outcome.message, outcome.evidence, outcome.hint) == (SAID, Evidence(line=3), "Look at -t.")
    assert not outcome.passed


def test_the_attempt_releases_hints_unless_the_check_failed_on_our_side_or_saw_nothing() -> None:
    check = CheckSpec("tags", 30.0, hint="First.", hints=(LaterHint(2, "Second."), LaterHint(4, "Last.")))
    second = outcome(check, Finding(0.5, SAID), attempt=2)
    assert (second.hint, second.next_hint) == ("First.\n\nSecond.", 2)
    ours = outcome(check, Finding(0.0, SAID, ours=True), attempt=2)
    unseen = outcome(check, Finding(0.0, SAID, looked=False), attempt=2)
    assert (ours.hint, ours.next_hint) == (unseen.hint, unseen.next_hint) == ("", None)


def test_an_outcome_goes_by_the_title_that_the_lab_gave_its_check_or_by_the_kind() -> None:
    titled, plain = CheckSpec("tags", 30.0, title="Names"), CheckSpec("tags", 30.0)
    assert [check_title(outcome(check, Finding(0.5, SAID))) for check in (titled, plain)] == ["Names", "tags"]


@pytest.mark.parametrize(
    ("fraction", "points"),
    [(1.0, 10.0), (0.0, 0.0), (1.7, 10.0), (-3.0, 0.0), (1 / 3, 3.33), (2 / 3, 6.67), (math.nan, 0.0)],
)
def test_points_stay_within_bounds_and_are_rounded(fraction: float, points: float) -> None:
    (outcome,) = score([CheckSpec("build", 10.0)], [Finding(fraction, SAID)])
    assert outcome.points == points
    assert outcome.passed is (points == 10.0)


def test_totals_add_up() -> None:
    checks = [CheckSpec("build", 0.1), CheckSpec("tags", 0.2), CheckSpec("tags", 99.7)]
    outcomes = score(checks, [Finding(1.0, SAID), Finding(1.0, SAID), Finding(0.0, SAID)])
    assert total(outcomes) == 0.3
    assert max_total(outcomes) == 100.0
    assert total(()) == 0


def test_every_check_needs_a_finding() -> None:
    with pytest.raises(ValueError, match="shorter"):
        score([CheckSpec("build", 1.0)], [])
