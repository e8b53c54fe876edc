from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.explorer import picture
from grading.explorer.costs import Item
from grading.explorer.listing import Listing
from grading.explorer.picture import HEIGHT, MOST_TILES, WIDTH, Tile
from grading.tree import FILE
from tests.grading.explorer.looked import sized

PROPERTY = settings(max_examples=60, deadline=None, database=None)
PATHS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4).map("/".join)


def area(tiles: list[Tile]) -> float:
    return sum(tile.at.width * tile.at.height for tile in tiles)


@PROPERTY
@given(st.dictionaries(PATHS, st.integers(10_000, 40_000), min_size=1, max_size=40))
def test_a_folders_tiles_fill_the_picture(files: dict[str, int]) -> None:
    tiles = picture.drawn(Listing((path, Item(FILE, size)) for path, size in files.items()), "")
    assert area(tiles) == pytest.approx(WIDTH * HEIGHT, rel=0.01)
    for tile in tiles:
        for inner in tile.inner:
            assert inner.at.x + inner.at.width <= tile.at.width
            assert inner.at.y + inner.at.height <= tile.at.height


def test_what_is_too_small_to_be_drawn_alone_is_one_tile() -> None:
    tiles = picture.drawn(sized(**{f"f{n}": 10 for n in range(500)}), "")
    assert len(tiles) == MOST_TILES
    assert (tiles[-1].row, tiles[-1].count, tiles[-1].size) == (None, 441, 4410)


def test_a_folder_holds_what_lies_in_it() -> None:
    (usr, app) = picture.drawn(sized(usr__lib__a=60, usr__lib__b=20, usr__bin=20, app=50), "")
    assert [tile.row and tile.row.path for tile in usr.inner] == ["usr/lib", "usr/bin"]
    assert [tile.row and tile.row.path for tile in usr.inner[0].inner] == ["usr/lib/a", "usr/lib/b"]
    assert app.inner == ()


def test_hidden_bytes_are_the_lower_part() -> None:
    (tile,) = picture.drawn(Listing([("a", Item(FILE, 30, 10))]), "")
    assert tile.hidden == HEIGHT / 4
    assert tile.hidden_y == HEIGHT * 3 / 4


def test_one_side_of_a_comparison_has_its_share_of_the_room() -> None:
    found = Listing([("a", Item(FILE, 30, before=5)), ("b", Item(FILE, 0, before=20))])
    before = picture.drawn(found, "", lambda row: row.before, share=0.25)
    assert [tile.row and tile.row.path for tile in before] == ["b", "a"]
    assert area(before) == pytest.approx(WIDTH * HEIGHT / 4, rel=0.01)


def test_nothing_is_not_drawn() -> None:
    assert picture.drawn(sized(a=0), "") == []
    assert picture.drawn(sized(), "nowhere") == []
