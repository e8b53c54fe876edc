from __future__ import annotations

import pytest

from grading.facts import FolderSize, HistoryEntry, ImageFacts, Layer, WastedFile
from grading.tree import Tree
from tests.grading.tree.made import layer

FACTS = ImageFacts(
    id="sha256:1",
    tags=("a:1",),
    layers=(Layer(0, "sha256:2", 5, 1, "RUN x", 3, False, 1, 0, 1, 2, 1, 0, 4, (FolderSize("/a", 5),)),),
    config={"Cmd": ["sh"]},
    platform="linux/amd64",
    base_image=None,
    efficiency=0.5,
    wasted_bytes=1,
    wasted_files=(WastedFile("/a", 2, 1),),
    history=(HistoryEntry("RUN x", 0, 3, 0, 1, 2), HistoryEntry("CMD x")),
    tree=Tree((layer({"a": 5}),)),
)


def test_facts_come_back_as_they_were_stored() -> None:
    back = ImageFacts.from_json(FACTS.as_json())
    assert back == FACTS
    assert back.tree is None
    assert "tree" not in FACTS.as_json()


def test_facts_of_earlier_versions_are_read() -> None:
    """Version 1 had no hidden bytes and no wasted files, version 2 neither stages nor changes nor history."""
    second = FACTS.as_json() | {"version": 2}
    del second["history"]
    for one in second["layers"]:
        for key in ("stage", "from_stage", "from_line", "added", "changed", "removed", "folders"):
            del one[key]
    assert (found := ImageFacts.from_json(second)).layers[0].folders == ()
    assert (found.history, found.wasted_files) == ((), FACTS.wasted_files)
    first = second | {"version": 1}
    del first["wasted_files"], first["base_hidden_bytes"], first["layers"][0]["hidden"]
    assert ImageFacts.from_json(first).hidden_bytes == 0


@pytest.mark.parametrize(
    ("created_by", "written"),
    [
        ("RUN /bin/sh -c make # buildkit", "RUN make"),
        ("RUN |1 TOKEN=a b /bin/sh -c make -j # buildkit", "RUN make -j"),
        ("COPY a b ./ # buildkit", "COPY a b ./"),
        ("WORKDIR /app", "WORKDIR /app"),
        ("RUN python3 -m this # buildkit", "RUN python3 -m this"),
    ],
)
def test_a_layer_is_told_as_its_instruction_was_written(created_by: str, written: str) -> None:
    assert Layer(0, "sha256:2", 5, 1, created_by, 3, False).instruction == written
