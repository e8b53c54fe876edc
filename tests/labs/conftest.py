from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from grading.models import Submission
from labs.models import Lab

LAB_TOML = """\
title = "Une image"
editable = ["Dockerfile", ".dockerignore"]
base_images = ["python:3.11-slim"]
network = "none"
commands = "docker build -t app ."

[limits]
seconds = 60
memory = "512m"
disk = "1g"

[[checks]]
kind = "build"
points = 60
hint = "Lisez le journal."

[[checks]]
kind = "layer-count"
points = 40
full = 2
zero = 4
"""

LAB_FILES = {
    "lab.toml": LAB_TOML,
    "brief.md": "À vous.\n",
    "starter/Dockerfile": "FROM python:3.11-slim\n",
    "starter/app.py": "print('é')\n",
    "solution/Dockerfile": "FROM python:3.11-slim\nCOPY app.py /\n",
    "solution/commands.txt": "docker build -t app:1.0.0 .\n",
    "mistakes/nothing/Dockerfile": "FROM python:3.11-slim\n",
    "mistakes/nothing/expect.toml": 'score = 60\nstatus = "graded"\nfailed = ["layer-count"]\n',
}

COURSE_FILES = {
    "course.toml": 'title = "Essai"\nlanguage = "fr"\nsummary = "Un cours."\nmodules = ["one", "two"]\n',
    "one/module.toml": 'title = "Un"\nsummary = "Le premier."\nminutes = 5\n',
    "one/module.md": "# Un\n\n## Début\n\nTexte.\n\n## Fin\n\nTexte.\n",
    "two/module.toml": 'title = "Deux"\nrequires = ["one"]\nlabs = ["an-image"]\n',
    "two/module.md": "# Deux\n\n## Seule section\n",
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def lab_folder(tmp_path: Path) -> Path:
    return write(tmp_path / "an-image", LAB_FILES)


@pytest.fixture
def course_folder(tmp_path: Path) -> Path:
    write(tmp_path / "essai", COURSE_FILES)
    write(tmp_path / "essai" / "two" / "labs" / "an-image", LAB_FILES)
    return tmp_path / "essai"


@pytest.fixture
def submit_row() -> Callable[[Lab, User], None]:
    """Something of another app that hangs on a lab."""

    def submit(lab: Lab, learner: User) -> None:
        Submission.objects.create(lab=lab, learner=learner, number=1, files={}, commands="", max_score=100.0)

    return submit
