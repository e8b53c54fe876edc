"""An image of 50,000 files, looked into: from its stored form to a folder drawn and listed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from grading.explorer import picture, scopes
from grading.explorer.replay import replay
from grading.tree import LayerFiles, Tree
from tests.grading.explorer.looked import many_files
from tests.grading.tree.made import layer

Made = TypeVar("Made")


def measure() -> dict[str, float]:
    """Seconds of the processor, which other work changes little; the first four are done once for an image."""
    base, own = many_files(7_000, "usr"), many_files(40_000, "app")
    files = [path for path, entry in own.entries.items() if entry.size]
    again = LayerFiles({path: own.entries[path] for path in files[:3_000]})
    packed = Tree((base, own, again, layer(removed=files[-1_000:]))).packed()
    figures: dict[str, float] = {}

    def timed(what: str, work: Callable[[], Made]) -> Made:
        start = time.process_time()
        made = work()
        figures[what] = time.process_time() - start
        return made

    tree = timed("unpacked", lambda: Tree.unpacked(packed))
    image = timed("its layers put on top of each other", lambda: replay(tree.layers, 1))
    whole = timed("the whole image summed up", lambda: scopes.whole(image))
    timed("a layer of 40,000 files summed up", lambda: scopes.of_layer(image, 1))
    timed("a folder drawn", lambda: picture.drawn(whole, "app"))
    timed("a folder listed", lambda: whole.rows("app"))
    timed("a name sought", lambda: whole.found("module_4999"))
    timed("the largest", lambda: (whole.largest_files(25), whole.largest_folders(25)))
    return figures
