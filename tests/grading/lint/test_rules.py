from __future__ import annotations

import re
import sysconfig
from pathlib import Path

from grading.lint.rules import RULES


def test_they_are_the_codes_that_the_program_knows() -> None:
    program = (Path(sysconfig.get_path("scripts")) / "hadolint").read_bytes()
    assert sorted(RULES) == sorted({found.decode() for found in re.findall(rb"\bDL[0-9]{4}\b", program)})
