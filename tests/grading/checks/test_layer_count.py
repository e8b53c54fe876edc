from typing import Any

import pytest

from grading.checks.layer_count import LayerCount
from grading.outcome import Evidence
from labs.checkkinds import CheckError
from tests.grading.checks.work import an_image, work
from tests.grading.said import said

PARAMETERS = {"full": 4, "zero": 8}
DOCKERFILE = "FROM a\nWORKDIR /x\nCOPY a /\nENV A=1\nCOPY b /\nRUN c\nRUN \\\n d\n"


@pytest.mark.parametrize(
    ("count", "fraction"), [(0, 1.0), (4, 1.0), (5, 0.75), (7, 0.25), (8, 0.0), (9, 0.0)]
)
def test_own_layers_are_counted(count: int, fraction: float) -> None:
    finding = LayerCount().judge(PARAMETERS, work(an_image([(1, None)] * count)))
    assert finding.fraction == fraction


def test_enough_says_how_many() -> None:
    finding = LayerCount().judge(PARAMETERS, work(an_image([(1, 2)])))
    assert said(finding.message) == "Layers added to the base: 1; at most 4 were asked for."
    assert finding.evidence == Evidence()


def test_too_many_shows_a_line_to_merge_with_the_one_before() -> None:
    image = an_image([(1, 2), (1, 3), (1, 5), (1, 6), (1, 8)])
    finding = LayerCount().judge(PARAMETERS, work(image, DOCKERFILE))
    assert said(finding.message) == "Layers added to the base: 5; 4 earn all points, 8 none."
    assert finding.evidence == Evidence(line=5, layer=3)


def test_else_it_shows_the_first_layer_too_many() -> None:
    image = an_image([(1, 2), (1, 3), (1, 6)])
    finding = LayerCount().judge({"full": 2, "zero": 4}, work(image, DOCKERFILE))
    assert finding.evidence == Evidence(line=6, layer=3)


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({}, "zero"),
        ({"zero": 8}, "full"),
        ({"full": 4, "zero": 4}, "zero"),
        ({"full": 4.5, "zero": 8}, "full"),
        ({"full": -1, "zero": 8}, "full"),
        ({"full": True, "zero": 8}, "full"),
        ({"full": "4", "zero": 8}, "full"),
    ],
)
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        LayerCount().validate(parameters, None)
    assert refused.value.key == key
