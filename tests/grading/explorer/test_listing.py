from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from grading.explorer.costs import ADDED, CHANGED, REMOVED, Item, Row
from grading.explorer.listing import Listing
from grading.tree import FILE
from tests.grading.explorer.looked import sized

PROPERTY = settings(max_examples=100, deadline=None, database=None)
PATHS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=5).map("/".join)
ITEMS = st.builds(
    Item,
    st.just(FILE),
    st.integers(0, 1000),
    st.integers(0, 1000),
    st.integers(0, 1000),
    st.sampled_from(["", ADDED, CHANGED, REMOVED]),
    st.sampled_from([None, 0, 1, 2]),
)


def names(rows: list[Row]) -> list[str]:
    return [row.path for row in rows]


@PROPERTY
@given(st.dictionaries(PATHS, ITEMS, max_size=30))
def test_sums_add_up_in_every_folder(files: dict[str, Item]) -> None:
    found = Listing(files.items())
    assert found.total.size == sum(one.size for one in files.values())
    assert found.total.hidden == sum(one.hidden for one in files.values())
    assert found.total.files == len(files) == sum(found.total.signs.values())
    waiting, seen = [""], 0
    while waiting:
        folder = waiting.pop()
        below, rows = found.below(folder), found.rows(folder)
        assert below is not None
        for name in ("size", "hidden", "before", "files"):
            assert getattr(below, name) == sum(getattr(row, name) for row in rows)
        waiting += [row.path for row in rows if row.is_folder]
        seen += sum(not row.is_folder for row in rows)
    assert seen == len(files)


def test_what_costs_most_comes_first_seen_or_not() -> None:
    files = {"a": Item(FILE, 5), "b": Item(FILE, 1, 9), "c/d": Item(FILE, 7), "e": Item(FILE)}
    found = Listing(files.items())
    assert names(found.rows("")) == ["b", "c", "a", "e"]
    assert found.rows("nowhere") == []
    assert found.below("nowhere") is None


def test_a_folder_has_the_sign_of_all_its_files_or_is_changed() -> None:
    found = Listing(
        {
            "new/a": Item(FILE, sign=ADDED),
            "gone/a": Item(FILE, sign=REMOVED),
            "both/a": Item(FILE, sign=ADDED),
            "both/b": Item(FILE),
            "same/b": Item(FILE),
        }.items(),
        ["empty"],
    )
    signs = {row.path: row.sign for row in found.rows("")}
    assert signs == {"new": ADDED, "gone": REMOVED, "both": CHANGED, "same": "", "empty": ""}


def test_a_folder_is_of_the_layer_that_most_of_its_bytes_come_from() -> None:
    files = {"d/a": Item(FILE, 5, layer=1), "d/b": Item(FILE, 3, 3, layer=2), "d/c": Item(FILE, 5, layer=3)}
    found = Listing(files.items())
    assert found.rows("")[0].layer == 2


def test_a_removed_file_and_the_folder_in_its_place_are_both_there() -> None:
    found = Listing([("a", Item(FILE, before=4, sign=REMOVED)), ("a/b", Item(FILE, 1, sign=ADDED))])
    assert [(row.path, row.is_folder) for row in found.rows("")] == [("a", True), ("a", False)]


def test_files_and_folders_are_found_by_a_part_of_their_name_in_any_case() -> None:
    found = sized(usr__lib__Python3__os=3, usr__bin__python=2, python__x=1)
    assert names(found.found("PYTHON")) == ["usr/lib/Python3", "usr/bin/python", "python"]
    assert names(found.found("bin/py")) == ["usr/bin/python"]
    assert names(found.found("/python")) == [
        "usr/lib/Python3",
        "usr/lib/Python3/os",
        "usr/bin/python",
        "python",
        "python/x",
    ]
    assert found.found("nothing") == []


def test_a_folder_gives_way_to_the_one_in_it_that_holds_nearly_all() -> None:
    found = sized(usr__lib__a=90, usr__lib__b=80, usr__x=10, etc__y=30)
    assert names(found.largest_folders(5)) == ["usr/lib", "etc"]
    assert names(found.largest_files(2)) == ["usr/lib/a", "usr/lib/b"]
    assert names(sized(a=0).largest_files(2)) == []
