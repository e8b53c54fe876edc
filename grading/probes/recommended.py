"""Debian packages that are there only because another one recommends them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grading.image.content import Contents
from grading.probes.probe import Answer, Live, Probe

MOST = 16 << 20  # bytes of a database
STATUS, MARKS = "/var/lib/dpkg/status", "/var/lib/apt/extended_states"
MAX_NAMES = 1000
_NAME = re.compile(r"[a-z0-9][a-z0-9+.-]*")


@dataclass(frozen=True)
class Recommended(Probe):
    """Answers with the `names` of packages that apt installed by itself, not for the base image, and that no
    installed package depends on: what `--no-install-recommends` would have left out.
    """

    def ask(self, live: Live) -> Answer:
        image = live.image
        if image is None or image.tree is None:
            return {"names": []}
        contents = Contents(live.daemon, image)
        texts = []
        for path in (STATUS, MARKS):
            node = image.tree.find(path)
            texts.append("" if node is None else contents.read(node, MOST).decode("utf-8", "replace"))
        base = {layer.index for layer in image.layers if layer.base}
        own = {one.name for one in image.tree.packages if one.manager == "dpkg" and one.layer not in base}
        return {"names": sorted(own & unneeded(*texts))[:MAX_NAMES]}


def unneeded(status: str, marks: str) -> set[str]:
    """Packages marked as installed automatically that nothing installed depends on, directly."""
    automatic = {
        paragraph["Package"] for paragraph in paragraphs(marks) if paragraph.get("Auto-Installed") == "1"
    }
    needed: set[str] = set()
    for paragraph in paragraphs(status):
        if paragraph.get("Status", "").endswith(" installed"):
            for field in ("Depends", "Pre-Depends"):
                needed |= _alternatives(paragraph.get(field, ""))
    provided = {
        paragraph["Package"]
        for paragraph in paragraphs(status)
        if needed & _alternatives(paragraph.get("Provides", ""))
    }
    return automatic - needed - provided


def paragraphs(text: str) -> Iterator[Mapping[str, str]]:
    """The paragraphs of one of Debian's databases that name a package; only the first line of each field."""
    for part in text.split("\n\n"):
        fields = {}
        for line in part.splitlines():
            key, colon, value = line.partition(":")
            if colon and not line[:1].isspace():
                fields[key] = value.strip()
        if "Package" in fields:
            yield fields


def _alternatives(relations: str) -> set[str]:
    """Every package that a list of relations names: `a (>= 1), b | c:any`."""
    found = (_NAME.match(part.strip()) for part in re.split(r"[,|]", relations))
    return {match[0] for match in found if match}
