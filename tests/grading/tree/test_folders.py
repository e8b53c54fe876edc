from __future__ import annotations

from grading.tree import folders

MB = 1_000_000


def heaviest(**sizes: int) -> list[tuple[str, int]]:
    named = {path.replace("__", "/"): size * MB for path, size in sizes.items()}
    return [(path, size // MB) for path, size in folders.heaviest(folders.sums(named.items()))]


def test_what_lies_below_a_folder_is_added_up() -> None:
    found = folders.sums([("a/b/c", 1), ("a/b/d", 2), ("a/e", 4), ("f", 8)])
    assert found == {"": 15, "a": 7, "a/b": 3}


def test_the_deepest_folder_that_holds_most_is_named() -> None:
    found = heaviest(
        var__cache__apt__archives__one=100, var__cache__apt__pkgcache=80, var__lib__dpkg=10, usr__bin__curl=22
    )
    assert found == [("var/cache/apt", 180), ("usr/bin", 22)]


def test_bytes_that_are_spread_are_named_together() -> None:
    assert heaviest(usr__a__x=6, usr__b__x=6, usr__c__x=6, opt__x=82) == [("opt", 82), ("usr", 18)]


def test_the_root_is_never_named_and_nothing_is_no_folder() -> None:
    assert heaviest(big=100, a__b=1) == []
    assert heaviest() == []
    assert heaviest(a__b=0) == []


def test_only_a_few_are_named() -> None:
    assert len(heaviest(**{f"d{n}__x": 10 for n in range(10)})) == folders.MAX_FOLDERS
