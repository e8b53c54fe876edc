"""hadolint as it is run, on what learners write and on what is written to harm it."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from grading.faults import PlatformFault
from grading.lint import MAX_TEXT, UNREADABLE, hadolint, lint
from grading.probes import Live
from grading.probes.lint import Lint


def codes(text: str) -> list[tuple[str, int]]:
    return [(one.code, one.line) for one in lint(text)]


def test_what_it_finds_has_code_line_level_and_text() -> None:
    found = lint("FROM debian:latest\nRUN cd /x\n")
    assert [(one.code, one.line, one.level) for one in found if one.code.startswith("DL")] == [
        ("DL3007", 1, "warning"),
        ("DL3003", 2, "warning"),
    ]
    assert "latest" in found[0].text


@pytest.mark.parametrize("workdir", ["WORKDIR x", "workdir  x", 'WORKDIR "x"', "WORKDIR 'x'"])
def test_a_workdir_of_one_letter_is_a_finding_and_no_crash(workdir: str) -> None:
    assert codes(f"FROM debian:12-slim\n{workdir}\n") == [("DL3000", 2)]


def test_a_good_one_has_no_findings() -> None:
    assert lint('FROM debian:12-slim\nWORKDIR /app\nCOPY . .\nUSER 1000\nCMD ["sh"]\n') == ()


@pytest.mark.parametrize("comment", ["# hadolint global ignore=DL3007\n", "# hadolint ignore=DL3007\n"])
def test_comments_silence_nothing(comment: str) -> None:
    assert codes(f"{comment}FROM debian:latest\n") == [("DL3007", 2)]


def test_no_configuration_of_the_machine_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".hadolint.yaml").write_text("ignored: [DL3007]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HADOLINT_IGNORE", "DL3007")
    assert codes("FROM debian:latest\n") == [("DL3007", 1)]


def test_what_it_cannot_read_is_one_finding() -> None:
    assert codes("FROM debian:12\nXX\n") == [(UNREADABLE, 2)]
    assert codes("\0") == [(UNREADABLE, 1)]
    assert codes("x" * (MAX_TEXT + 1)) == [(UNREADABLE, 1)]


def test_one_made_to_take_long_is_given_up() -> None:
    began = time.monotonic()
    assert codes("FROM debian:12\nRUN " + "(" * 30_000 + "\n") == [(UNREADABLE, 1)]
    assert time.monotonic() - began < hadolint.SECONDS


def test_as_root_it_runs_as_nobody_without_network_or_rights() -> None:
    """A shell in hadolint's place tells."""
    if os.geteuid():
        pytest.skip("only root can give rights away")
    script = "id -u; id -G; cat /proc/net/dev | grep -c :; grep -E 'Cap|NoNew' /proc/self/status | cut -f2"
    said = subprocess.run(
        [*hadolint._powerless(), "sh", "-c", script], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["65534", "65534", "1", *["0" * 16] * 5, "1"]


@pytest.mark.parametrize("answer", ["", "[{}]", "[1]", "{"])
def test_an_answer_that_is_none_is_ours(answer: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "hadolint").write_text(f"#!/bin/sh\necho '{answer}'\n")
    (tmp_path / "hadolint").chmod(0o755)
    tmp_path.chmod(0o755)
    monkeypatch.setattr("sysconfig.get_path", lambda _name: str(tmp_path))
    with pytest.raises(PlatformFault):
        lint("FROM x\n")


def test_without_the_program_it_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sysconfig.get_path", lambda _name: "/nonexistent")
    with pytest.raises(PlatformFault):
        lint("FROM x\n")


def test_the_probe_looks_at_the_dockerfile_that_was_built() -> None:
    files = {"Dockerfile": "FROM debian:12\n", "other": "FROM debian:latest\n"}
    valid = SimpleNamespace(files=files, last_build=SimpleNamespace(dockerfile="other"))
    answer = Lint().ask(cast(Live, SimpleNamespace(valid=valid)))
    assert [one["code"] for one in json.loads(json.dumps(answer))["violations"]] == ["DL3007"]
