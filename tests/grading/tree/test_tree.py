from __future__ import annotations

import pytest

from grading.tree import FILE, FOLDER, SYMLINK, Changes, Entry, LayerFiles, Tree, readable
from tests.grading.tree.made import layer


def links(**targets: str) -> dict[str, Entry]:
    return {name.replace("__", "/"): Entry(SYMLINK, mode=0o777, link=to) for name, to in targets.items()}


USR = LayerFiles(
    {
        "usr/bin": Entry(FOLDER, mode=0o755),
        "usr/bin/su": Entry(FILE, 70, 0o4755),
        "usr/bin/wall": Entry(FILE, 30, 0o2755, 0, 5),
        "usr/bin/sh": Entry(FILE, 100, 0o755),
        **links(
            bin="usr/bin", etc__up="../../../usr", etc__loop="loop", usr__bin__dash="sh", etc__gone="/no"
        ),
    }
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/usr/bin/sh", "/usr/bin/sh"),
        ("usr//bin/./sh", "/usr/bin/sh"),
        ("/bin/sh", "/usr/bin/sh"),
        ("/bin/dash", "/usr/bin/sh"),
        ("/etc/up/bin/dash", "/usr/bin/sh"),
        ("/../../usr/bin/../bin", "/usr/bin"),
        ("/", "/"),
        ("/usr", "/usr"),
        ("/etc/loop", None),
        ("/etc/gone", None),
        ("/usr/bin/sh/x", None),
        ("/usr/bin/sh/", None),
        ("/usr/bin/", "/usr/bin"),
        ("/usr/bi", None),
    ],
)
def test_a_path_is_found_through_links_that_stay_in_the_image(path: str, found: str | None) -> None:
    node = Tree((USR,)).find(path)
    assert (node and node.path) == found


def test_a_link_itself_is_found_when_it_is_not_followed() -> None:
    node = Tree((USR,)).find("/bin", follow=False)
    assert node is not None
    assert (node.kind, node.link, node.path) == (SYMLINK, "usr/bin", "/bin")
    inside = Tree((USR,)).find("/bin/dash", follow=False)
    assert inside is not None
    assert inside.path == "/usr/bin/dash"


def test_a_node_says_what_is_there_and_from_which_layer() -> None:
    top = LayerFiles({"app/run": Entry(FILE, 5, 0o700, 1000, 1001)})
    assert Tree((USR, top)).find("/app/run") == ("/app/run", 1, FILE, 5, 0o700, 1000, 1001, "")


def test_what_lies_in_a_folder_and_below_it() -> None:
    tree = Tree((layer({"a/b/c": 1, "a/d": 2, "e": 3}),))
    assert [node.path for node in tree.children("/a")] == ["/a/b", "/a/d"]
    assert [node.path for node in tree.children("/")] == ["/a", "/e"]
    assert [node.path for node in tree.below("/a")] == ["/a/b", "/a/b/c", "/a/d"]
    assert [node.path for node in tree.below()] == ["/a", "/a/b", "/a/b/c", "/a/d", "/e"]
    assert list(tree.below("/none")) == tree.children("/e") == []
    assert [node.path for node in Tree((USR,)).children("/bin")][:2] == ["/usr/bin/dash", "/usr/bin/sh"]


def test_what_a_layer_does_to_those_below() -> None:
    """A whole folder counts with all that was below it, and only as far as it is not written again."""
    base = layer({"d/a": 1, "d/e/b": 1, "f": 1, "o/a": 1, "o/b": 1, "x": 1, "y/z": 1})
    top = layer(
        {"f": 2, "new": 1, "d/a": 1, "o/b": 5, "y": 9}, removed=["d"], opaque=["o"], folders=["x", "d", "o"]
    )
    assert Tree((base, top)).changes(1) == Changes(
        added=["/new", "/y"], changed=["/d/a", "/f", "/o/b"], removed=["/d/e/b", "/o/a", "/x", "/y/z"]
    )
    assert Tree((base, top)).changes(0).added == ["/d/a", "/d/e/b", "/f", "/o/a", "/o/b", "/x", "/y/z"]


def test_a_file_in_a_files_place_in_one_layer_leaves_folders_in_the_way_of_paths() -> None:
    """No daemon writes this; whoever does gets a tree all the same."""
    odd = LayerFiles({"a/b": Entry(FILE, 1), "a": Entry(FILE, 1), "a/c/d": Entry(FILE, 1)})
    assert [(node.path, node.kind) for node in Tree((odd,)).below()] == [
        ("/a", FOLDER),
        ("/a/c", FOLDER),
        ("/a/c/d", FILE),
    ]


def test_setuid_files_and_what_is_largest() -> None:
    tree = Tree(
        (USR, layer({"opt/big/one": 500, "opt/big/two": 0, "opt/x": 1}, links={"opt/big/two": "opt/big/one"}))
    )
    assert [node.path for node in tree.setuid()] == ["/usr/bin/su", "/usr/bin/wall"]
    assert [node.path for node in tree.largest_files(2)] == ["/opt/big/one", "/usr/bin/sh"]
    assert tree.largest_folders(2) == [("/opt", 501), ("/opt/big", 500)]
    assert tree.bytes_below("/bin") == 200
    assert tree.bytes_below("/none") == 0


def test_a_path_is_made_fit_to_show() -> None:
    assert readable("/a\udcff\0") == readable("a\udcff\0") == "/a\\xff\\x00"
