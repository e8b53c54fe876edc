from __future__ import annotations

import pytest

from grading.tree import DEVICE, FILE, FOLDER, PIPE, SYMLINK, Entry, LayerFiles, Package, Tree, stored

ODD = LayerFiles(
    {
        "d": Entry(FOLDER, mode=0o1777),
        "d/é\udcff\n": Entry(FILE, 1 << 40, 0o4755, 1 << 31, 7),
        "d/two": Entry(FILE, 1 << 40, 0o4755, 1 << 31, 7, "d/é\udcff\n"),
        "link": Entry(SYMLINK, mode=0o777, link="../x"),
        "null": Entry(DEVICE, mode=0o666),
        "pipe": Entry(PIPE),
    },
    removed=["gone"],
    opaque=["d"],
    packages={"var/lib/dpkg/status": [Package("dpkg", "curl", "7.88")]},
)


def test_a_tree_comes_back_as_it_was_kept() -> None:
    tree = Tree((ODD, LayerFiles()))
    assert Tree.unpacked(tree.packed()) == tree
    assert Tree.unpacked(Tree(()).packed()) == Tree(())


@pytest.mark.parametrize("data", [b"x", b"\0\0\0\x09short", stored.join([b"nothing"]), stored.join([b""])])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"no files of an image|cut short"):
        Tree.unpacked(data)


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = stored.pack(ODD)
    monkeypatch.setattr(stored, "VERSION", 99)
    with pytest.raises(ValueError, match="in version 1, expected 99"):
        stored.unpack(packed)


def test_many_files_take_little_room() -> None:
    many = LayerFiles({f"srv/app/lib/module{n}.py": Entry(FILE, n * 7919 % 10007) for n in range(50_000)})
    assert len(stored.pack(many)) < 8 * 50_000
