from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grading.folder import FolderError, read_folder
from labs.models import Lab
from labs.spec import LabSpec


@pytest.fixture
def spec(lab: Lab) -> LabSpec:
    return lab.spec()


def test_files_and_commands_of_the_folder(spec: LabSpec, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(b"FROM x\r\n")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("pass\n")
    (tmp_path / "commands.txt").write_text("docker build -t mine .\n")
    (tmp_path / "expect.toml").write_text("score = 1\n")
    files, commands = read_folder(tmp_path, spec)
    assert files == {"Dockerfile": b"FROM x\r\n", "src/a.py": b"pass\n"}
    assert commands == "docker build -t mine .\n"


def test_without_commands_the_labs_own_are_run(spec: LabSpec, tmp_path: Path) -> None:
    assert read_folder(tmp_path, spec)[1] == spec.commands


def test_an_editable_file_called_commands_is_sent_like_any_other(spec: LabSpec, tmp_path: Path) -> None:
    (tmp_path / "commands.txt").write_text("docker build .\n")
    files, _ = read_folder(tmp_path, replace(spec, editable=("commands.txt",)))
    assert "commands.txt" in files


def test_a_link_is_never_followed(spec: LabSpec, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").symlink_to("/etc/passwd")
    with pytest.raises(FolderError, match="symbolic link"):
        read_folder(tmp_path, spec)


def test_what_cannot_be_read_is_said_in_one_line(spec: LabSpec, tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="no such folder"):
        read_folder(tmp_path / "nowhere", spec)
    with pytest.raises(FolderError, match="No such file"):
        read_folder(tmp_path, spec, tmp_path / "no-commands")
    (tmp_path / "commands.txt").write_bytes(b"docker build \xff .\n")
    with pytest.raises(FolderError, match="not UTF-8 at byte 13"):
        read_folder(tmp_path, spec)


def test_a_wrong_folder_is_not_read_to_its_end(spec: LabSpec, tmp_path: Path) -> None:
    for number in range(201):
        (tmp_path / str(number)).touch()
    with pytest.raises(FolderError, match="more than 200 files"):
        read_folder(tmp_path, spec)
