"""Whatever a tar holds: facts that agree with themselves, or a refusal that says why."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from grading.facts import ImageFacts
from grading.faults import LimitReached
from grading.image import archive
from grading.image.archive_file import ArchiveError
from grading.image.layers import Budget, from_tar
from grading.image.tar import BLOCK, TarError
from grading.tree import FOLDER, Tree
from tests.grading.image.saved import (
    COMPRESSIONS,
    Entry,
    Folder,
    Link,
    Symlink,
    docker_files,
    layer,
    oci_files,
    saved,
)
from tests.grading.image.saved import archive as archive_of

PROPERTY = settings(max_examples=60, deadline=None, database=None)

# Few names, so that layers meet in their paths; and those that mean something to Docker.
NAMES = st.sampled_from(["a", "b", "c", ".wh.a", ".wh.b", ".wh..wh..opq", ".wh.", "..", ".", "é\udcff"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
ENTRIES: st.SearchStrategy[Entry] = st.one_of(
    st.binary(max_size=40),
    st.builds(Link, PATHS),
    st.builds(Symlink, PATHS),
    st.builds(Folder),
)
LAYERS = st.lists(st.dictionaries(PATHS, ENTRIES, max_size=8), min_size=1, max_size=5)


def read(data: bytes) -> ImageFacts:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return archive.read(Path(file.name))


def refusal(read: Callable[[], object]) -> str | None:
    """Why it was not read; None when it was. Anything but a refusal is raised."""
    try:
        read()
    except (ArchiveError, TarError, LimitReached) as refused:
        return str(refused)
    return None


@PROPERTY
@given(LAYERS)
def test_the_facts_of_any_layers_agree_with_each_other(layers: list[Mapping[str, Entry]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = archive.read(saved(Path(folder), *layers))
    tree = found.tree
    assert tree is not None
    nodes = list(tree.below())
    shown = {node.path for node in nodes if node.kind != FOLDER}
    parents = {node.path.rpartition("/")[0] for node in nodes} - {""}
    assert parents <= {node.path for node in nodes if node.kind == FOLDER}
    assert found.size == sum(one.size for one in found.layers) == sum(one.size for one in tree.layers)
    assert 0 <= found.hidden_bytes <= found.size
    assert 0 <= found.efficiency <= 1
    assert found.wasted_bytes >= 0
    seen: set[str] = set()
    for one in found.layers:
        added, changed, removed = map(set, tree.changes(one.index))
        assert (one.added, one.changed, one.removed) == (len(added), len(changed), len(removed))
        assert one.files >= one.added + one.changed
        assert changed | removed <= seen
        assert not added & seen
        seen = (seen - removed) | added
    assert seen == shown
    assert Tree.unpacked(tree.packed()) == tree
    assert ImageFacts.from_json(found.as_json()) == found


@PROPERTY
@given(st.binary(max_size=4 * BLOCK), st.booleans())
def test_any_bytes_are_a_layer_or_refused(data: bytes, as_header: bool) -> None:
    assert refusal(lambda: from_tar(io.BytesIO(with_checksum(data) if as_header else data), Budget())) != ""


@PROPERTY
@given(st.binary(max_size=2000))
def test_any_bytes_are_an_image_or_refused(data: bytes) -> None:
    assert refusal(lambda: read(data)) != ""


WHOLE = [
    archive_of(form([layer({"a": b"x" * 900, "d": Folder(), "d/b": Link("a")}), layer({".wh.a": b""})], compress))
    for form in (docker_files, oci_files)
    for compress in COMPRESSIONS.values()
]  # fmt: skip


@PROPERTY
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 1 << 16), st.binary(min_size=1, max_size=8)), max_size=4),
    st.integers(0, 1 << 16),
)
def test_a_damaged_archive_is_an_image_or_refused(
    whole: bytes, changes: list[tuple[int, bytes]], cut: int
) -> None:
    data = bytearray(whole)
    for at, new in changes:
        at %= len(data)
        data[at : at + len(new)] = new
    assert refusal(lambda: read(bytes(data[: max(len(data) - cut % len(data), BLOCK)]))) != ""


@PROPERTY
@given(st.integers(0, BLOCK - 1), st.binary(min_size=1, max_size=12))
def test_any_header_whose_check_sum_is_right_is_read_or_refused(at: int, new: bytes) -> None:
    """A changed byte alone is caught by the header's check sum: whoever means it sets that right."""
    header = bytearray(layer({"a": b"x" * 900})[:BLOCK])
    header[at : at + len(new)] = new
    whole = with_checksum(bytes(header[:BLOCK])) + bytes(4 * BLOCK)
    assert refusal(lambda: from_tar(io.BytesIO(whole), Budget())) != ""


def with_checksum(data: bytes) -> bytes:
    """The same with the first header's check sum set right."""
    block = bytearray(data[:BLOCK].ljust(BLOCK, b"\0"))
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block) + data[BLOCK:]
