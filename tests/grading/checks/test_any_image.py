"""Whatever an image holds: points lie between none and all, and never fall when it gets smaller."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grading import score
from grading.checks import probes, registry, run
from grading.dockerfile import parse_dockerfile
from grading.facts import ImageFacts
from grading.image.assembly import Assembly
from grading.messages import Message
from grading.outcome import Finding
from grading.tree import LayerFiles
from labs.checkkinds import CheckKind
from labs.spec import CheckSpec
from tests.grading.checks.test_checks import RIGHT
from tests.grading.checks.work import work
from tests.grading.tree.made import layer

PROPERTY = settings(max_examples=60, deadline=None, database=None)

PATHS = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map("/".join)
FILES = st.dictionaries(PATHS, st.integers(0, 50), max_size=5)
LAYERS = st.builds(
    layer,
    FILES,
    st.lists(PATHS, max_size=2, unique=True),
    st.lists(PATHS, max_size=1),
)
IMAGES = st.lists(LAYERS, min_size=2, max_size=5)  # the first is the base
LIMITS = st.tuples(st.integers(0, 100), st.integers(1, 100)).map(lambda two: (two[0], two[0] + two[1]))
SMALLER: dict[str, Callable[[int, int], dict[str, Any]]] = {
    "image-size": lambda full, zero: {"full": f"{full}B", "zero": f"{zero}B"},
    "hidden-bytes": lambda full, zero: {"full": f"{full}B", "zero": f"{zero}B"},
    "layer-count": lambda full, zero: {"full": full // 20, "zero": zero // 20 + 1},
}


def image_of(layers: Sequence[LayerFiles]) -> ImageFacts:
    assembly = Assembly()
    for number, one in enumerate(layers):
        assembly.add(one, base=number == 0)
    ids = [f"sha256:{number}" for number in range(len(layers))]
    return assembly.facts("sha256:1", (), {}, ids, parse_dockerfile("FROM busybox\n"), None)


def fraction(kind: str, parameters: dict[str, Any], layers: Sequence[LayerFiles]) -> float:
    return run(CheckSpec(kind, 10.0, parameters), work(image_of(layers))).fraction


def with_smaller_file(one: LayerFiles, path: str, size: int) -> LayerFiles:
    return replace(one, entries={**one.entries, path: one.entries[path]._replace(size=size)})


@pytest.mark.parametrize(
    "kind", [word for word, right in RIGHT.items() if not probes([CheckSpec(word, 1.0, right)])]
)
@settings(PROPERTY, max_examples=15)
@given(layers=IMAGES)
def test_every_check_gives_between_nothing_and_all(kind: str, layers: list[LayerFiles]) -> None:
    assert 0 <= fraction(kind, RIGHT[kind], layers) <= 1


@PROPERTY
@given(
    st.lists(
        st.tuples(st.sampled_from(list(registry)), st.floats(0, 1000), st.floats(), st.booleans()), max_size=6
    )
)
def test_scores_lie_between_nothing_and_the_maximum(
    given: list[tuple[CheckKind, float, float, bool]],
) -> None:
    checks = [CheckSpec(kind, points) for kind, points, _fraction, _ours in given]
    findings = [Finding(fraction, Message("x"), ours=ours) for _kind, _points, fraction, ours in given]
    outcomes = score.score(checks, findings)
    assert all(0 <= one.points <= one.max_points for one in outcomes)
    assert 0 <= score.total(outcomes) <= score.max_total(outcomes)


@pytest.mark.parametrize("kind", SMALLER)
@PROPERTY
@given(layers=IMAGES, limits=LIMITS, data=st.data())
def test_a_smaller_file_never_costs_points(
    kind: str, layers: list[LayerFiles], limits: tuple[int, int], data: st.DataObject
) -> None:
    own = [(number, path) for number, one in enumerate(layers) if number for path in one.files]
    assume(own)
    number, path = data.draw(st.sampled_from(own))
    size = data.draw(st.integers(0, layers[number].files[path]))
    smaller = [*layers]
    smaller[number] = with_smaller_file(layers[number], path, size)
    parameters = SMALLER[kind](*limits)
    assert fraction(kind, parameters, smaller) >= fraction(kind, parameters, layers)


@pytest.mark.parametrize("kind", SMALLER)
@PROPERTY
@given(layers=IMAGES, limits=LIMITS, data=st.data())
def test_a_layer_less_never_costs_points(
    kind: str, layers: list[LayerFiles], limits: tuple[int, int], data: st.DataObject
) -> None:
    gone = data.draw(st.integers(1, len(layers) - 1))
    parameters = SMALLER[kind](*limits)
    assert fraction(kind, parameters, layers[:gone] + layers[gone + 1 :]) >= fraction(
        kind, parameters, layers
    )


@PROPERTY
@given(layers=st.lists(st.builds(layer, FILES), min_size=2, max_size=5), data=st.data())
def test_efficiency_never_falls_when_a_copy_that_is_not_the_smallest_shrinks(
    layers: list[LayerFiles], data: st.DataObject
) -> None:
    """As dive defines it, it does fall when a file shrinks that there is once: the same waste is then a larger part.

    So it may when a file shrinks in a folder that is removed, which counts as that folder written once more.
    """
    copies: dict[str, list[tuple[int, int]]] = {}
    for number, one in enumerate(layers):
        for path, size in one.files.items():
            copies.setdefault(path, []).append((size, number))
    larger = {path: max(found) for path, found in copies.items() if len(found) > 1 and max(found)[1]}
    assume(larger)
    path = data.draw(st.sampled_from(sorted(larger)))
    size, number = larger[path]
    least = min(copies[path])[0]
    smaller = [*layers]
    smaller[number] = with_smaller_file(layers[number], path, data.draw(st.integers(least, size)))
    parameters = {"full": 99, "zero": 1}
    assert fraction("efficiency", parameters, smaller) >= fraction("efficiency", parameters, layers) - 1e-9
