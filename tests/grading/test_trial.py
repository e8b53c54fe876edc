"""What a trial says of a lab: of every lab in content/ see tests/labtrials.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from grading import trial
from grading.models import State
from labs import newlab
from labs.content import read_lab

pytestmark = pytest.mark.engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    newlab.make(tmp_path / "mine")
    return tmp_path / "mine"


def test_a_new_lab_works_as_it_is(folder: Path) -> None:
    tried = list(trial.tries(folder))
    assert [(one.name, one.verdict.score, one.problems) for one in tried] == [
        ("solution", 100, ()),
        ("nothing-copied", 50, ()),
        ("other-base", 0, ()),
        ("wrong-name", 0, ()),
    ]
    assert trial.never_failed(read_lab(folder), tried) == []


def test_what_differs_is_said_with_the_reason(folder: Path) -> None:
    (folder / "solution" / "Dockerfile").write_text("FROM busybox\nRUN exit 3\n")
    (folder / "mistakes" / "nothing-copied" / "expect.toml").write_text('score = 70\nfailed = ["build"]\n')
    (folder / "mistakes" / "other-base" / "expect.toml").write_text('score = 0\nstatus = "graded"\n')
    problems = {one.name: one.problems for one in trial.tries(folder)}
    assert problems["solution"][0] == "expected all 100 points, found graded with 0"
    assert "exit code 3" in problems["solution"][1]
    assert problems["nothing-copied"][:2] == (
        "score: expected 70, found 50",
        "failed: expected ['build'], found ['instruction']",
    )
    assert problems["other-base"][0] == "status: expected graded, found refused"


def test_a_check_that_no_mistake_fails_is_named(folder: Path) -> None:
    for name in ("nothing-copied", "other-base"):
        (folder / "mistakes" / name / "Dockerfile").write_text("FROM busybox\nCOPY greeting.txt /\n")
    tried = list(trial.tries(folder))
    assert all(one.verdict.status == State.GRADED for one in tried)
    assert trial.never_failed(read_lab(folder), tried) == [1]  # a failed build shows nothing but `build`
