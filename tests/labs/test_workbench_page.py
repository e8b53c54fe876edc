"""What the workbench's page gives its scripts."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from grading.models import State, Submission
from labs.models import Lab

pytestmark = pytest.mark.django_db
LAB = "/labs/first-image/"


def given(page: str, name: str) -> Any:
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', page)
    assert found, name
    return json.loads(found[1])


def attempt(lab: Lab, learner: User, number: int, commands: str) -> None:
    Submission.objects.create(
        lab=lab, learner=learner, number=number, files={}, commands=commands, state=State.GRADED, score=1.0
    )


def test_the_scripts_know_the_base_images_and_the_commands_of_earlier_attempts_once_each(
    client: Client, lab: Lab, learner: User
) -> None:
    for number, commands in enumerate(
        ["docker build -t a .", "docker build -t b .", "docker build -t a ."], 1
    ):
        attempt(lab, learner, number, commands)
    client.force_login(learner)
    page = client.get(LAB).content.decode()
    assert given(page, "base-images") == ["python:3.11-slim"]
    assert given(page, "earlier-commands") == ["docker build -t b .", "docker build -t a ."]


def test_all_that_the_editor_says_by_itself_is_said_in_the_readers_language(
    client: Client, lab: Lab, learner: User
) -> None:
    """Folding is what @codemirror/language speaks of, and nothing is folded."""
    client.force_login(learner)
    page = client.get(LAB, headers={"accept-language": "fr"}).content.decode()
    said: set[str] = set()
    for name in ("autocomplete", "commands", "lint", "view"):
        source = settings.BASE_DIR / "node_modules" / "@codemirror" / name / "dist" / "index.js"
        said |= set(re.findall(r'phrase\("([^"]+)"\)', source.read_text()))
    phrases = given(page, "editor-phrases")
    assert set(phrases) == said
    assert phrases["Selection deleted"] == "Sélection supprimée"


def test_the_page_takes_few_queries(
    client: Client, lab: Lab, learner: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, 12):
        attempt(lab, learner, number, f"docker build -t a:{number} .")
    client.force_login(learner)
    client.get(LAB)  # each process reads the outline of a course once
    with django_assert_max_num_queries(8):
        client.get(LAB)
