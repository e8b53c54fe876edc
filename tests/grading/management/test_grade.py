"""The contract of `manage.py grade`, as a script relies on it: a process, its exit code and its JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

LAB = settings.BASE_DIR / "content" / "docker-fr" / "04-images" / "labs" / "premier-dockerfile"

pytestmark = pytest.mark.engine


def grade(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "grade", *map(str, words)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def verdict(*words: str | Path) -> dict[str, Any]:
    done = grade(*words, "--json")
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_a_grade_is_read_in_the_language_of_the_learner() -> None:
    done = grade(LAB, LAB / "solution", "--language", "fr")
    assert "Toutes les commandes docker ont abouti." in done.stdout


def test_a_solution_is_graded_with_everything_the_contract_names() -> None:
    answer = verdict(LAB, LAB / "solution")
    assert (answer["lab"], answer["status"], answer["fault"]) == ("premier-dockerfile", "graded", None)
    assert (answer["score"], answer["max_score"]) == (100.0, 100.0)
    assert set(answer["checks"][0]) == {
        "kind",
        "passed",
        "points",
        "max_points",
        "fault",
        "message",
        "evidence",
    }
    assert set(answer["checks"][0]["evidence"]) == {"line", "layer", "path"}
    assert answer["build"] | {"seconds": 0} == {
        "ok": True, "seconds": 0, "error": None, "error_line": None, "cached_steps": 0
    }  # fmt: skip
    image = answer["image"]
    assert image["id"].startswith("sha256:")
    assert image["tags"] == ["phrase:1.0.0"]
    assert image["size"] == sum(layer["size"] for layer in image["layers"])
    assert image["base_size"] == sum(layer["size"] for layer in image["layers"] if layer["base"])
    assert 0 < image["efficiency"] <= 1
    own = [layer for layer in image["layers"] if not layer["base"]]
    assert [layer["line"] for layer in own] == [4, 6, 9]
    assert set(own[0]) >= {"index", "size", "created_by", "line", "base"}
    assert set(answer["timings"]) == {"queue", "daemon", "build", "inspect", "checks"}


def test_a_failed_build_is_graded_with_its_line() -> None:
    answer = verdict(LAB, LAB / "starter")
    assert (answer["status"], answer["fault"], answer["score"]) == ("graded", "learner", 0.0)
    assert answer["build"]["ok"] is False
    assert answer["build"]["error_line"] == 7
    assert answer["image"] is None


def test_commands_come_from_the_option_before_the_folder(tmp_path: Path) -> None:
    commands = tmp_path / "commands"
    commands.write_text("docker build -t other:2.0.0 .\n")
    assert verdict(LAB, LAB / "solution", "--commands", commands)["image"]["tags"] == ["other:2.0.0"]


def test_a_refused_submission_says_what_and_where(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM debian:12-slim\nCOPY --from=ubuntu:22.04 / /\n")
    answer = verdict(LAB, tmp_path)
    assert (answer["status"], answer["fault"], answer["score"]) == ("refused", "learner", 0)
    assert (answer["error_path"], answer["error_line"]) == ("Dockerfile", 2)
    assert answer["build"] is None


def test_a_time_limit_is_a_verdict_of_its_own(tmp_path: Path) -> None:
    lab = tmp_path / "hurry"
    (lab / "starter").mkdir(parents=True)
    (lab / "starter" / "Dockerfile").write_text("FROM busybox\n")
    (lab / "solution").mkdir()
    (lab / "solution" / "Dockerfile").write_text("FROM busybox\n")
    (lab / "solution" / "commands.txt").write_text("docker build -t app .\n")
    (lab / "brief.md").write_text("Be quick.\n")
    (lab / "lab.toml").write_text(
        'title = "Hurry"\nsummary = "Be quick."\neditable = ["Dockerfile"]\nbase_images = ["busybox"]\n'
        'network = "none"\ncommands = "docker build -t app ."\n'
        '[limits]\nseconds = 3\nmemory = "512m"\ndisk = "1g"\n[[checks]]\nkind = "build"\npoints = 10\n'
    )
    (tmp_path / "slow").mkdir()
    (tmp_path / "slow" / "Dockerfile").write_text("FROM busybox\nRUN sleep 60\n")
    answer = verdict(lab, tmp_path / "slow")
    assert (answer["status"], answer["fault"], answer["score"]) == ("limit", "learner", 0)
    assert "3" in answer["error"]


@pytest.mark.parametrize(
    "words",
    [
        ("no-such-lab", LAB / "solution"),
        (LAB, "/no/such/folder"),
        (LAB, LAB / "solution", "--commands", "/no"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(words: tuple[str | Path, ...]) -> None:
    done = grade(*words)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_platform_that_cannot_build_is_exit_1() -> None:
    done = grade(LAB, LAB / "solution", "--json", STATE_DIR="/proc/nowhere")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert (answer["status"], answer["fault"], answer["score"]) == ("failed", "platform", 0)
    assert len(answer["error"].splitlines()) == 1
