"""The text of one file of the finished image."""

from __future__ import annotations

from dataclasses import dataclass

from grading.image.content import Contents
from grading.probes.probe import Answer, Live, Probe

MOST = 64 << 10  # bytes


@dataclass(frozen=True)
class FileText(Probe):
    """Answers with `text`, the first MOST bytes of the file at `path` (links followed); null when there is no file.

    Bytes that are not UTF-8 stand there as `\\xff`.
    """

    path: str

    def ask(self, live: Live) -> Answer:
        image = live.image
        node = image.tree.find(self.path) if image is not None and image.tree is not None else None
        if image is None or node is None or node.kind != "file":
            return {"text": None}
        data = Contents(live.daemon, image).read(node, MOST)
        return {"text": data.decode("utf-8", "backslashreplace").replace("\0", "\\x00")}
