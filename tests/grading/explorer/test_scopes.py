"""What is looked at always adds up to what the layers store."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from grading.explorer import scopes
from grading.explorer.listing import Listing
from grading.explorer.replay import replay
from grading.tree import FILE, FOLDER, Entry, LayerFiles
from grading.tree.final import Final
from tests.grading.tree.made import layer

PROPERTY = settings(max_examples=150, deadline=None, database=None)
PATHS = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join)
ENTRIES = st.one_of(
    st.builds(Entry, st.just(FILE), st.integers(0, 1000)),
    st.builds(Entry, st.just(FILE), st.integers(0, 1000), link=PATHS),
    st.just(Entry(FOLDER)),
)
LAYERS = st.lists(
    st.builds(
        LayerFiles,
        st.dictionaries(PATHS, ENTRIES, max_size=8),
        st.lists(PATHS, max_size=2),
        st.lists(PATHS, max_size=1),
    ),
    min_size=1,
    max_size=4,
)


def signs(listing: Listing) -> dict[str, tuple[str, int, int, int]]:
    return {path: (one.sign, one.size, one.hidden, one.before) for path, one in listing.files()}


def shown_bytes(image: Final) -> int:
    return sum(one.entry.stored for path in image.shown if (one := image.at(path)))


@PROPERTY
@given(LAYERS, st.integers(0, 2))
def test_the_whole_image_is_what_its_layers_store(layers: list[LayerFiles], base: int) -> None:
    image = replay(layers, base)
    total = scopes.whole(image).total
    assert total.size + total.hidden == sum(one.size for one in layers)
    assert total.hidden == sum(image.final.hidden())


@PROPERTY
@given(LAYERS)
def test_a_layer_is_what_it_stores(layers: list[LayerFiles]) -> None:
    image = replay(layers, 1)
    for number, hidden in enumerate(image.final.hidden()):
        listing = scopes.of_layer(image, number)
        assert listing.total.size + listing.total.hidden == layers[number].size
        assert listing.total.hidden == hidden
        assert listing.total.signs.get("removed", 0) == len(image.changes[number].removed)


@PROPERTY
@given(LAYERS, LAYERS)
def test_a_difference_is_that_of_what_both_show(now: list[LayerFiles], before: list[LayerFiles]) -> None:
    one, other = replay(now, 0).final, replay(before, 0).final
    total = scopes.difference(one, other).total
    assert total.size == shown_bytes(one)
    assert total.before == shown_bytes(other)
    assert set(scopes.difference(one, one).total.signs) <= {""}


def test_signs_of_the_whole_image_say_what_was_done_to_the_base() -> None:
    base = layer({"etc/passwd": 10, "etc/old": 20, "usr/keep": 30})
    first = layer({"etc/passwd": 11, "app/x": 5, "tmp/cache": 7}, removed=["etc/old"])
    second = layer(removed=["tmp/cache"])
    assert signs(scopes.whole(replay([base, first, second], 1))) == {
        "etc/passwd": ("changed", 11, 10, 10),
        "etc/old": ("removed", 0, 20, 20),
        "usr/keep": ("", 30, 0, 30),
        "app/x": ("added", 5, 0, 0),
        "tmp/cache": ("removed", 0, 7, 0),
    }


def test_signs_of_a_layer_say_what_it_did_to_those_below() -> None:
    layers = [layer({"a": 1, "b": 2}), layer({"b": 3, "c": 4}, removed=["a"]), layer({"c": 6})]
    assert signs(scopes.of_layer(replay(layers, 1), 1)) == {
        "b": ("changed", 3, 0, 2),
        "c": ("added", 0, 4, 0),
        "a": ("removed", 0, 0, 1),
    }


def test_a_difference_says_what_grew_shrank_came_and_went() -> None:
    now = replay([layer({"big": 9, "small": 1, "new": 3, "same": 5})], 1).final
    before = replay([layer({"big": 2, "small": 4, "gone": 7, "same": 5})], 1).final
    assert signs(scopes.difference(now, before)) == {
        "big": ("changed", 9, 0, 2),
        "small": ("changed", 1, 0, 4),
        "new": ("added", 3, 0, 0),
        "gone": ("removed", 0, 0, 7),
        "same": ("", 5, 0, 5),
    }


def test_content_whose_first_name_is_gone_is_seen_under_the_other() -> None:
    layers = [layer({"a": 10, "b": 0}, links={"b": "a"}), layer(removed=["a"])]
    assert signs(scopes.whole(replay(layers, 0))) == {"b": ("added", 10, 0, 0)}
