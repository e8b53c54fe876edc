from dataclasses import replace
from typing import Any

import pytest

from grading.checks.efficiency import Efficiency
from grading.facts import WastedFile
from grading.outcome import Finding
from labs.checkkinds import CheckError
from tests.grading.checks.work import an_image, work
from tests.grading.said import said

PARAMETERS = {"full": 95, "zero": 75}


def judged(efficiency: float, *wasted: WastedFile) -> Finding:
    image = replace(an_image(), efficiency=efficiency, wasted_files=wasted)
    return Efficiency().judge(PARAMETERS, work(image))


@pytest.mark.parametrize(("efficiency", "fraction"), [(1, 1), (0.95, 1), (0.85, 0.5), (0.75, 0), (0.1, 0)])
def test_points_rise_in_a_straight_line(efficiency: float, fraction: float) -> None:
    assert judged(efficiency).fraction == pytest.approx(fraction)


def test_enough_says_how_much() -> None:
    assert said(judged(0.987).message) == "The image's efficiency is 98.7 %."


def test_the_file_that_wastes_most_is_named() -> None:
    finding = judged(0.8, WastedFile("/var/lib/x", 3, 30_000_000), WastedFile("/y", 2, 1))
    assert finding.evidence.path == "/var/lib/x"
    assert said(finding.message).endswith("/var/lib/x was written 3 times, 30 MB in all.")


@pytest.mark.parametrize(
    ("parameters", "key"),
    [({}, "full"), ({"full": 90}, "zero"), ({"full": 101, "zero": 1}, "full"), ({"full": True, "zero": 0}, "full"),
     ({"full": 80, "zero": 80}, "zero"), ({"full": "90", "zero": 1}, "full")],
)  # fmt: skip
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        Efficiency().validate(parameters, None)
    assert refused.value.key == key
