"""Expected numbers are worked out by hand."""

from __future__ import annotations

from grading.tree import LayerFiles
from grading.tree.final import Final
from tests.grading.tree.made import layer


def hidden(*layers: LayerFiles) -> list[int]:
    final = Final()
    for one in layers:
        final.add(one)
    return final.hidden()


def test_nothing_is_hidden_in_one_layer() -> None:
    assert hidden(layer({"a": 10, "d/b": 5})) == [0]
    assert hidden() == []


def test_what_is_written_anew_is_hidden_where_it_was() -> None:
    assert hidden(layer({"a": 10, "b": 1}), layer({"a": 20}), layer({"a": 40})) == [10, 20, 0]


def test_what_is_removed_is_hidden_and_comes_back_when_written_again() -> None:
    assert hidden(layer({"a": 10}), layer(removed=["a"])) == [10, 0]
    assert hidden(layer({"a": 10}), layer({"a": 7}, removed=["a"])) == [10, 0]


def test_a_removed_folder_hides_all_below_it_and_nothing_beside_it() -> None:
    lower = layer({"d/a": 60, "d/e/b": 40, "d.txt": 7, "dd/x": 3})
    assert hidden(lower, layer(removed=["d"])) == [100, 0]


def test_an_opaque_folder_hides_what_is_below_and_keeps_its_own() -> None:
    lower = layer({"d/a": 60, "d/e/b": 40, "other": 1})
    assert hidden(lower, layer({"d/new": 5}, opaque=["d"], folders=["d"])) == [100, 0]


def test_a_folder_that_takes_a_files_place_hides_it_and_the_other_way_round() -> None:
    assert hidden(layer({"a": 10}), layer(folders=["a"])) == [10, 0]
    assert hidden(layer({"a": 10}), layer({"a/b/c": 1})) == [10, 0]
    assert hidden(layer({"a/b": 10, "a/c/d": 5}), layer({"a": 1})) == [15, 0]


def test_content_with_two_names_is_hidden_when_both_are() -> None:
    linked = layer({"a": 10, "b": 0}, links={"b": "a"})
    assert hidden(linked, layer(removed=["a"])) == [0, 0]
    assert hidden(linked, layer(removed=["b"])) == [0, 0]
    assert hidden(linked, layer(removed=["a", "b"])) == [10, 0]


def test_a_copy_does_not_change_what_it_came_from() -> None:
    base = Final()
    base.add(layer({"d/a": 10}))
    base.copy().add(layer(removed=["d"]))
    assert base.hidden() == [0]
    assert list(base.shown) == ["d", "d/a"]
