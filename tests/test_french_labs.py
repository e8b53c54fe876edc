"""Every lab of the French course: its solution gets all points, each of its mistakes exactly what is expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.labtrials import labs_of, problems


@pytest.mark.engine
@pytest.mark.parametrize("folder", labs_of("docker-fr"), ids=lambda folder: folder.name)
def test_a_labs_solution_and_mistakes_get_what_is_expected(folder: Path) -> None:
    assert problems(folder) == {}
