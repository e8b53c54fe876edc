"""`manage.py lab new|check|show`, as authors use it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def lab(*words: str | Path) -> str:
    output = io.StringIO()
    call_command("lab", *map(str, words), stdout=output, no_color=True)
    return output.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert "lab check" in lab("new", tmp_path / "mine")
    return tmp_path / "mine"


def test_a_lab_is_shown(folder: Path) -> None:
    text = lab("show", folder)
    assert "mine: A new lab" in text
    assert "60 s, 512m memory, 512m disk" in text
    assert "50  instruction  name = 'COPY'" in text
    assert "mistake      nothing-copied: 50" in text


def test_nothing_is_written_over(folder: Path) -> None:
    with pytest.raises(CommandError, match="not there yet") as error:
        lab("new", folder)
    assert error.value.returncode == 2


def test_a_name_that_is_no_slug_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="letters, digits"):
        lab("new", tmp_path / "mein Übung")


def test_a_wrong_folder_is_named_with_its_key_before_anything_is_built(folder: Path) -> None:
    path = folder / "lab.toml"
    path.write_text(path.read_text().replace('kind = "build"', 'kind = "biuld"'))
    with pytest.raises(CommandError, match=r"lab\.toml.*kind") as error:
        lab("check", folder)
    assert error.value.returncode == 2


@pytest.mark.engine
def test_a_clean_lab_has_a_table_and_exit_0(folder: Path) -> None:
    lines = lab("check", folder).splitlines()
    assert lines[0] == "mine: A new lab"
    assert lines[1].split() == ["build", "instruction", "score"]
    assert lines[2].split() == ["solution", "50/50", "50/50", "100", "ok"]
    assert lines[4].split() == ["other-base", "-", "-", "0", "ok", "refused"]


@pytest.mark.engine
def test_a_lab_that_differs_ends_with_exit_1_and_says_where(folder: Path) -> None:
    (folder / "mistakes" / "nothing-copied" / "expect.toml").write_text("score = 1\n")
    output = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("lab", "check", str(folder), stdout=output, no_color=True)
    assert ended.value.code == 1
    assert "score: expected 1, found 50" in output.getvalue()
