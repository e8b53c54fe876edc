"""What stands in a lab's editor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from labs.models import Lab, LabFile


@dataclass(frozen=True, slots=True)
class EditorFile:
    """`text` is what the editor shows, `starter` what the lab gave (empty for a file the learner is to write)."""

    path: str
    text: str
    starter: str
    editable: bool


def editor_files(lab: Lab, texts: Mapping[str, str] | None = None) -> list[EditorFile]:
    """The lab's files: editable ones first, in the lab's order, with `texts` in place of their starter where given."""
    given = lab.files.filter(role=LabFile.Role.STARTER).values_list("path", "text").order_by("path")
    starter = dict(given)
    texts = texts or {}
    editable = [
        EditorFile(path, texts.get(path, starter.get(path, "")), starter.get(path, ""), True)
        for path in lab.editable
    ]
    return editable + [
        EditorFile(path, text, text, False) for path, text in starter.items() if path not in lab.editable
    ]
