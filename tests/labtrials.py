"""A course's labs tried. Each course has a test file of its own, so that two processes try two courses at once."""

from __future__ import annotations

from pathlib import Path

from grading import trial
from grading.management.commands.lab import all_labs
from labs.content import read_lab


def labs_of(course: str) -> list[Path]:
    return [folder for folder in all_labs() if folder.parents[2].name == course]


def problems(folder: Path) -> dict[str, tuple[str, ...]]:
    """What differs from what the lab expects, by submission, and the checks that no mistake fails."""
    lab, tried = read_lab(folder), list(trial.tries(folder))
    found = {one.name: one.problems for one in tried if one.problems}
    unshown = tuple(
        f"check {index + 1}: {lab.checks[index].kind}" for index in trial.never_failed(lab, tried)
    )
    return found | ({"no mistake fails": unshown} if unshown else {})
