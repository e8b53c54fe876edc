"""The bytes of an image's files, for probes: read beside the daemon from the layers' own folders, nothing extracted.

contents = Contents(live.daemon, live.image)
node = live.image.tree.find("/etc/nginx/nginx.conf")
text = contents.read(node, most=65536)
for path, data in contents.of_layer(3, lambda path, entry: min(entry.size, 65536)): ...
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from grading.daemon.isolation import Daemon
from grading.facts import ImageFacts
from grading.faults import PlatformFault
from grading.image import base_files, digest_of, tar
from grading.image.compression import UNREADABLE, uncompressed
from grading.image.layers import beginning, inside, open_folder
from grading.image.store import Store, chain_ids
from grading.tree import FILE, Entry, Node, Tree

Wanted = Callable[[str, Entry], int]


class Contents:
    """Of the image with these facts, which have their tree. PlatformFault when the daemon's data cannot be read."""

    def __init__(self, daemon: Daemon, facts: ImageFacts) -> None:
        if facts.tree is None:
            raise PlatformFault("The files of the image are not at hand.")
        self.tree: Tree = facts.tree
        self._facts, self._daemon = facts, daemon
        self._store = Store(daemon.data_root)
        self._chain = chain_ids([layer.diff_id for layer in facts.layers])

    def read(self, node: Node, most: int) -> bytes:
        """The first `most` bytes of a file of the finished image; nothing of what is no file."""
        if node.kind != FILE:
            return b""
        own = node.path[1:]
        found = self.of_layer(node.layer, lambda path, _: most if path == own else 0)
        return next((data for _, data in found), b"")

    def of_layer(self, layer: int, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
        """Path (from the root, with its slash) and first bytes of each file that a layer stores.

        `wanted` is given the path without that slash and says how many bytes of it; nothing is yielded for 0.
        """
        entries = self.tree.layers[layer].entries
        sizes = {path: min(one.size, wanted(path, one)) for path, one in entries.items() if one.kind == FILE}
        sizes = {path: size for path, size in sizes.items() if size > 0}
        base = self._facts.layers[layer].base
        store = base_files.golden_store() if base else self._store
        try:
            with store.layer_folder(self._chain[layer]) as folder:
                if folder is not None:
                    yield from ((f"/{path}", _read(folder, path, size)) for path, size in sizes.items())
                    return
            yield from self._from_blob(layer, entries, sizes)
        except OSError as error:
            raise PlatformFault("The image cannot be read: %(reason)s", reason=str(error.strerror)) from error

    def _from_blob(
        self, layer: int, entries: dict[str, Entry], sizes: dict[str, int]
    ) -> Iterator[tuple[str, bytes]]:
        """The same from the layer's tar, once through; second hard links have the first one's bytes."""
        names: dict[str, list[str]] = {}
        for path in sizes:
            names.setdefault(entries[path].link or path, []).append(path)
        blob = self._store.json_blob(self._facts.id).get("layers", [])[layer]
        with self._store.open_blob(digest_of(blob)) as file:
            try:
                for member in tar.members(uncompressed(file), wanted=lambda one: _most(one, names, sizes)):
                    for path in names.get(inside(member.name), ()) if member.kind == tar.FILE else ():
                        yield f"/{path}", member.data[: sizes[path]]
            except UNREADABLE as error:
                raise PlatformFault(
                    "Layer %(index)d cannot be read: %(reason)s", index=layer, reason=str(error)
                ) from error


def _most(member: tar.Member, names: dict[str, list[str]], sizes: dict[str, int]) -> int:
    return max((sizes[path] for path in names.get(inside(member.name), ())), default=0)


def _read(layer: int, path: str, size: int) -> bytes:
    """The first bytes of a file in a layer's folder; no link on the way is followed."""
    *folders, name = path.split("/")
    opened = [os.dup(layer)]
    try:
        for folder in folders:
            opened.append(open_folder(folder, opened[-1]))
        return beginning(opened[-1], name, size)
    finally:
        for descriptor in opened:
            os.close(descriptor)
