from dataclasses import replace
from typing import Any

import pytest

from grading.checks.hidden_bytes import HiddenBytes
from grading.facts import ImageFacts
from grading.outcome import Evidence, Finding
from labs.checkkinds import CheckError
from tests.grading.checks.work import MB, an_image, work
from tests.grading.said import said

PARAMETERS = {"full": "1MB", "zero": "11MB"}


def hiding(*hidden: int, base: int = 0) -> ImageFacts:
    """An image whose base layer and own layers (of lines 2, 3, …) hide these bytes; the base alone hides `base`."""
    image = an_image([(20 * MB, line) for line in range(2, len(hidden) + 1)])
    layers = tuple(replace(one, hidden=size) for one, size in zip(image.layers, hidden, strict=True))
    return replace(image, layers=layers, base_hidden_bytes=base)


def judged(image: ImageFacts) -> Finding:
    return HiddenBytes().judge(PARAMETERS, work(image))


@pytest.mark.parametrize(("size", "fraction"), [(0, 1), (MB, 1), (6 * MB, 0.5), (11 * MB, 0), (20 * MB, 0)])
def test_points_fall_in_a_straight_line(size: int, fraction: float) -> None:
    assert judged(hiding(0, size)).fraction == pytest.approx(fraction)


def test_the_layer_that_carries_most_of_it_is_shown() -> None:
    finding = judged(hiding(0, 2 * MB, 4 * MB))
    assert finding.evidence == Evidence(line=3, layer=2)
    assert said(finding.message).endswith("The layer of line 3 carries 4 MB of them.")


def test_what_the_base_hides_by_itself_does_not_count_and_what_is_hidden_of_it_does() -> None:
    assert judged(hiding(5 * MB, 0, base=5 * MB)).fraction == 1
    finding = judged(hiding(11 * MB, 0, base=5 * MB))
    assert finding.fraction == pytest.approx(0.5)
    assert finding.evidence == Evidence()


@pytest.mark.parametrize(
    ("parameters", "key"),
    [({}, "full"), ({"full": "1MB"}, "zero"), ({"full": "2x", "zero": "3x"}, "full"),
     ({"full": "2MB", "zero": "2MB"}, "zero")],
)  # fmt: skip
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        HiddenBytes().validate(parameters, None)
    assert refused.value.key == key
