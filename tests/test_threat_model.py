"""docs/threat-model.md names files, tests and attacks: they are there, and no group of attacks is left out."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ATTACKS = ROOT / "tests" / "attacks"
TEXT = (ROOT / "docs" / "threat-model.md").read_text()


def test_every_path_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:grading|tests|docs)/[^`\s]+)`", TEXT))
    assert len(named) > 20
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_every_group_of_attacks_shows_a_line_of_it() -> None:
    groups = {path.parents[1].name for path in ATTACKS.glob("*/*/expect.toml")} - {"canary", "lab"}
    assert sorted(group for group in groups if f"tests/attacks/{group}" not in TEXT) == []
