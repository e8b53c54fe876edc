"""The sections of a module follow its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labs.markdown import render

if TYPE_CHECKING:
    from labs.models import Module


def sync_sections(module: Module) -> None:
    """Make the rows of `module.sections` those of its text; those whose anchor stays keep their readers."""
    known = {section.anchor: section for section in module.sections.all()}
    for position, heading in enumerate(render(module.source).sections):
        title = heading.title[:300]
        section = known.pop(heading.anchor, None)
        if section is None:
            module.sections.create(anchor=heading.anchor, title=title, position=position)
        elif (section.title, section.position) != (title, position):
            section.title, section.position = title, position
            section.save()
    for gone in known.values():
        gone.delete()
