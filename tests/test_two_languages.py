"""The course exists in two languages, part for part: what is added to one is missed in the other."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from django.conf import settings

from labs.content import ModuleSpec, read_course
from labs.spec import LabSpec

FRENCH, ENGLISH = (
    read_course(settings.BASE_DIR / "content" / f"docker-{language}") for language in ("fr", "en")
)
MODULES = list(zip(FRENCH.modules, ENGLISH.modules, strict=True))
LABS = [pair for french, english in MODULES for pair in zip(french.labs, english.labs, strict=True)]

FENCE = re.compile(r"^```(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def outline(module: ModuleSpec) -> dict[str, Any]:
    """What a module is made of, whatever its language."""
    fences = FENCE.findall(module.source)
    prose = FENCE.sub("", module.source)
    return {
        "minutes": module.minutes,
        "headings": [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)],
        "blocks": [language for language, _ in fences],
        "questions": [question(text) for language, text in fences if language == "question"],
        "pictures": len(re.findall(r"^!\[.+\]\(.+\.svg\)$", prose, re.MULTILINE)),
        "admonitions": re.findall(r"^!!! (\w+)", prose, re.MULTILINE),
        "table rows": len(re.findall(r"^\|", prose, re.MULTILINE)),
        "list items": len(re.findall(r"^ *(?:-|\d+\.) ", prose, re.MULTILINE)),
        "labs": len(module.labs),
    }


def question(text: str) -> tuple[Any, ...]:
    asked = tomllib.loads(text)
    rights = [answer.get("right", False) for answer in asked.get("answers", [])]
    return asked["kind"], asked.get("number"), asked.get("tolerance"), sorted(asked), rights


def grading(lab: LabSpec) -> list[tuple[str, float]]:
    return [(check.kind, check.points) for check in lab.checks]


@pytest.mark.parametrize(("french", "english"), MODULES, ids=lambda module: module.slug)
def test_a_module_has_the_same_parts_in_both(french: ModuleSpec, english: ModuleSpec) -> None:
    assert outline(english) == outline(french)


@pytest.mark.parametrize(("french", "english"), LABS, ids=lambda lab: lab.slug)
def test_a_lab_is_graded_alike_in_both(french: LabSpec, english: LabSpec) -> None:
    assert grading(english) == grading(french)
    assert english.pass_percent == french.pass_percent
