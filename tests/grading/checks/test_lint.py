from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from grading.checks.lint import LintCheck
from grading.lint import Violation
from grading.outcome import Finding
from grading.probes.lint import Lint
from labs.checkkinds import CheckError
from tests.grading.checks.work import an_image, work
from tests.grading.said import said

FOUND = (
    Violation("DL3007", 1, "warning", "Using latest is prone to errors"),
    Violation("DL3015", 2, "info", "Avoid additional packages"),
    Violation("DL3015", 4, "info", "Avoid additional packages"),
    Violation("DL3063", 5, "info", "Do this.\nOr that."),
)


def judged(*found: Violation, **parameters: Any) -> Finding:
    LintCheck().validate(parameters, None)
    answers = {Lint().key: {"violations": [asdict(one) for one in found]}}
    return LintCheck().judge(parameters, replace(work(an_image()), answers=answers))


def test_nothing_found_earns_all() -> None:
    finding = judged(zero=1)
    assert (finding.fraction, said(finding.message)) == (
        1,
        "hadolint finds nothing of what was asked about.",
    )


@pytest.mark.parametrize(
    ("parameters", "fraction"),
    [
        ({"zero": 8}, 0.5),
        ({"zero": 4}, 0),
        ({"full": 2, "zero": 6}, 0.5),
        ({"full": 4, "zero": 5}, 1),
        ({"rules": ["DL3015"], "zero": 4}, 0.5),
        ({"rules": ["DL3008"], "zero": 1}, 1),
        ({"rules": {"DL3007": 2.5, "DL3015": 0.25}, "zero": 6}, 0.5),
        ({"ignore": ["DL3015", "DL3063"], "zero": 2}, 0.5),
    ],
)
def test_findings_are_counted_with_their_weights(parameters: dict[str, Any], fraction: float) -> None:
    assert judged(*FOUND, **parameters).fraction == pytest.approx(fraction)


def test_the_heaviest_first_one_is_told_with_code_line_and_words() -> None:
    finding = judged(*FOUND, rules={"DL3007": 1, "DL3015": 2}, zero=9)
    assert finding.evidence.line == 2
    assert said(finding.message) == (
        "Findings of hadolint: 3. Line 2, DL3015: add --no-install-recommends to apt-get install: "
        "recommended packages are hardly ever needed."
    )


def test_a_rule_without_words_of_ours_is_told_in_hadolints() -> None:
    assert said(judged(*FOUND, rules=["DL3063"], zero=2).message).endswith(
        "Line 5, DL3063: Do this. Or that."
    )


def test_what_hadolint_cannot_read_earns_nothing_whatever_counts() -> None:
    finding = judged(*FOUND, Violation("DL1000", 9, "error", "unexpected 'X'"), rules=["DL3008"], zero=100)
    assert (finding.fraction, finding.evidence.line) == (0, 9)


def test_it_is_judged_without_an_image() -> None:
    answers = {Lint().key: {"violations": [asdict(FOUND[0])]}}
    assert LintCheck().judge({"zero": 2}, replace(work(None), answers=answers)).fraction == 0.5


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({}, "zero"),
        ({"full": 2, "zero": 2}, "zero"),
        ({"full": -1, "zero": 2}, "full"),
        ({"rules": [], "zero": 1}, "rules"),
        ({"rules": ["DL308"], "zero": 1}, "rules"),
        ({"rules": ["DL3999"], "zero": 1}, "rules"),
        ({"rules": {"DL3008": 0}, "zero": 1}, "rules.DL3008"),
        ({"ignore": "DL3008", "zero": 1}, "ignore"),
        ({"rules": ["DL3008"], "ignore": ["DL3009"], "zero": 1}, "ignore"),
    ],
)
def test_wrong_parameters_are_named(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        LintCheck().validate(parameters, None)
    assert refused.value.key == key
