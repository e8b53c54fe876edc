from typing import Any

import pytest

from grading.checks.image_size import ImageSize
from grading.faults import LabFault
from grading.outcome import Evidence
from labs.checkkinds import CheckError
from tests.grading.checks.work import MB, an_image, work
from tests.grading.said import said

TIMES = {"full": "1.1x", "zero": "2x"}
REFERENCE = an_image([(10 * MB, 2)])


@pytest.mark.parametrize(("own", "fraction"), [(10, 1.0), (21, 1.0), (70.5, 0.5), (120, 0.0), (200, 0.0)])
def test_the_whole_image_is_compared_with_the_reference(own: float, fraction: float) -> None:
    """The reference has 110 MB: 121 MB earn everything, 220 MB nothing."""
    finding = ImageSize().judge(TIMES, work(an_image([(int(own * MB), 2)]), reference=REFERENCE))
    assert finding.fraction == pytest.approx(fraction)


@pytest.mark.parametrize(("own", "fraction"), [(11, 1.0), (15.5, 0.5), (20, 0.0)])
def test_own_bytes_are_compared_when_asked_for(own: float, fraction: float) -> None:
    image = an_image([(int(own * MB), 2)])
    finding = ImageSize().judge(TIMES | {"of": "own"}, work(image, reference=REFERENCE))
    assert finding.fraction == pytest.approx(fraction)


@pytest.mark.parametrize(
    ("full", "zero", "fraction"),
    [("100MB", "120MB", 0.5), ("110MB", "120MB", 1.0), ("100MB", "110MB", 0.0), ("0.1GB", "0.12 GB", 0.5)],
)
def test_absolute_sizes_need_no_reference(full: str, zero: str, fraction: float) -> None:
    parameters = {"full": full, "zero": zero}
    assert not ImageSize().needs_reference(parameters)
    assert ImageSize().judge(parameters, work(an_image([(10 * MB, 2)]))).fraction == pytest.approx(fraction)


def test_binary_and_decimal_units_differ() -> None:
    image = an_image(base=60 * 1024 * 1024)
    assert ImageSize().judge({"full": "60MiB", "zero": "1GiB"}, work(image)).fraction == 1
    assert ImageSize().judge({"full": "60MB", "zero": "1GB"}, work(image)).fraction < 1


def test_the_message_names_the_largest_own_layer() -> None:
    image = an_image([(2 * MB, 3), (21 * MB, 7), (1 * MB, 8)], base=500 * MB)
    finding = ImageSize().judge(TIMES | {"of": "own"}, work(image, reference=REFERENCE))
    assert said(finding.message) == (
        "The image adds 24 MB to its base: 11 MB earn all points, 20 MB none. Line 7 added 21 MB."
    )
    assert finding.evidence == Evidence(line=7, layer=2)


def test_a_layer_without_a_line_is_not_named() -> None:
    image = an_image([(30 * MB, None)])
    finding = ImageSize().judge({"full": "1MB", "zero": "2MB"}, work(image))
    assert said(finding.message) == "The image has 130 MB: 1 MB earn all points, 2 MB none."
    assert finding.evidence == Evidence(layer=1)


def test_an_image_within_its_target_says_so() -> None:
    finding = ImageSize().judge({"full": "200MB", "zero": "300MB"}, work(an_image()))
    assert said(finding.message) == "The image has 100 MB, at most 200 MB were asked for."
    assert finding.evidence == Evidence()


def test_a_missing_or_empty_reference_is_the_labs_fault() -> None:
    with pytest.raises(LabFault):
        ImageSize().judge(TIMES, work(an_image()))
    with pytest.raises(LabFault):
        ImageSize().judge(TIMES | {"of": "own"}, work(an_image(), reference=an_image()))


@pytest.mark.parametrize(
    ("parameters", "key", "says"),
    [
        ({}, "full", "expected a size"),
        ({"full": "1x"}, "zero", "expected a size"),
        ({"full": 60, "zero": "70MB"}, "full", "not 60"),
        ({"full": "60", "zero": "70MB"}, "full", 'expected a size such as "60MB"'),
        ({"full": "60Mo", "zero": "70MB"}, "full", 'not "60Mo"'),
        ({"full": "-1MB", "zero": "70MB"}, "full", 'not "-1MB"'),
        ({"full": "60mb", "zero": "70MB"}, "full", 'not "60mb"'),
        ({"full": "1iB", "zero": "70MB"}, "full", 'not "1iB"'),
        ({"full": "1.1x", "zero": "70MB"}, "zero", "the same sort"),
        ({"full": "2x", "zero": "2x"}, "zero", "more than full"),
        ({"full": "70MB", "zero": "60MB"}, "zero", "more than full"),
        ({"full": "0.9x", "zero": "2x"}, "full", 'at least "1x"'),
        ({"full": "1x", "zero": "2x", "of": "base"}, "of", '"total" or "own"'),
        ({"full": "1x", "zero": "2x", "of": []}, "of", '"total" or "own"'),
    ],
)
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str, says: str) -> None:
    with pytest.raises(CheckError) as refused:
        ImageSize().validate(parameters, None)
    assert refused.value.key == key
    assert says in refused.value.expected
