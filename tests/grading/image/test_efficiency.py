from __future__ import annotations

import pytest

from grading.image.efficiency import Tally
from grading.tree import LayerFiles
from tests.grading.tree.made import layer


def tally(*layers: LayerFiles) -> Tally:
    found = Tally()
    for one in layers:
        found.add(one)
    return found


def files(**sizes: int) -> LayerFiles:
    return layer(dict(sizes))


def test_an_image_that_writes_each_path_once_wastes_nothing() -> None:
    found = tally(files(a=10, b=5), files(c=1))
    assert (found.efficiency, found.wasted) == (1.0, 0)


def test_an_empty_image_wastes_nothing() -> None:
    assert tally().efficiency == 1.0
    assert tally(files(a=0)).efficiency == 1.0


def test_a_path_written_again_is_wasted_as_a_whole() -> None:
    found = tally(files(a=100, b=50), files(a=20), files(a=30))
    assert found.wasted == 150
    assert found.efficiency == pytest.approx((20 + 50) / 200)


def test_a_removed_file_is_wasted() -> None:
    found = tally(files(a=100, b=50), layer(removed=["a"]))
    assert found.wasted == 100
    assert found.efficiency == pytest.approx(50 / 150)


def test_a_removed_folder_counts_with_what_was_in_it() -> None:
    """As dive does: what a removal hid is counted once more, under the folder's name."""
    found = tally(layer({"d/a": 60, "d/e/b": 40, "d.txt": 7}), layer(removed=["d"]))
    assert found.total == 207
    assert found.wasted == 0
    assert found.present.values == {"d.txt": 7}


def test_a_file_removed_before_does_not_count_in_its_folder() -> None:
    found = tally(layer({"d/a": 60, "d/b": 40}), layer(removed=["d/a"]), layer(removed=["d"]))
    assert found.total == 60 + 40 + 0 + 40


def test_a_copy_does_not_change_what_it_came_from() -> None:
    base = tally(files(a=10))
    base.copy().add(files(a=20, b=1))
    assert (base.total, base.wasted, base.present.values) == (10, 0, {"a": 10})


def test_paths_written_twice_are_named_the_most_bytes_first() -> None:
    found = tally(files(a=100, b=50, c=7), files(a=20, b=200), layer(removed=["c"]))
    assert [(path, written.times, written.total) for path, written in found.repeated] == [
        ("b", 2, 250),
        ("a", 2, 120),
        ("c", 2, 7),
    ]


def test_a_folder_in_a_files_place_counts_with_what_is_in_it_when_it_is_removed() -> None:
    found = tally(layer({"a": 10}), layer({"a/b": 5}, folders=["a"]), layer(removed=["a"]))
    assert (found.total, found.wasted) == (10 + 5 + 5, 10 + 5)


def test_a_folder_is_empty_only_when_nothing_at_all_is_below_it() -> None:
    assert "a" not in tally(layer({"a/b/c": 1}, folders=["a"])).written
    assert "a" not in tally(layer(removed=["a/b/c"], folders=["a"])).written
    assert "a" in tally(layer(folders=["a"])).written
