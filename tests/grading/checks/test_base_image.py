from typing import Any

import pytest

from grading.checks.base_image import BaseImage
from grading.outcome import Evidence, Finding
from labs.checkkinds import CheckError
from tests.grading.checks.work import LAB, an_image, work
from tests.grading.said import said

PYTHON = {"allowed": ["python:3.11-slim"]}


def judge(parameters: dict[str, Any], dockerfile: str, target: str | None = None) -> Finding:
    return BaseImage().judge(parameters, work(an_image(), dockerfile, target=target))


def test_the_lab_base_images_are_the_default() -> None:
    finding = judge({}, "FROM docker.io/library/debian:12-slim\n")
    assert finding.fraction == 1
    assert said(finding.message) == "The image is built on docker.io/library/debian:12-slim."
    assert finding.evidence == Evidence(line=1)


def test_another_image_is_named_with_those_asked_for() -> None:
    finding = judge(PYTHON, "\nFROM debian:12-slim\n")
    assert finding.fraction == 0
    assert said(finding.message) == "The image is built on debian:12-slim; asked for: python:3.11-slim."
    assert finding.evidence == Evidence(line=2)


def test_only_the_stage_that_becomes_the_image_counts() -> None:
    text = "FROM debian:12-slim AS build\nFROM python:3.11-slim\n"
    assert judge(PYTHON, text).fraction == 1
    assert judge(PYTHON, text, target="build").fraction == 0


def test_a_stage_is_followed_to_its_image() -> None:
    finding = judge(PYTHON, "FROM python:3.11-slim AS a\nFROM a AS b\nFROM debian:12-slim\nFROM b\n")
    assert finding.fraction == 1
    assert finding.evidence == Evidence(line=1)


@pytest.mark.parametrize(
    ("base", "fraction"),
    [("busybox", 0.5), ("busybox:latest", 0.5), ("python:3.11-slim", 1.0), ("debian:11", 0.0)],
)
def test_a_version_can_be_asked_for(base: str, fraction: float) -> None:
    finding = judge({"tagged": True}, f"FROM {base}\n")
    assert finding.fraction == fraction
    assert ("names no version" in said(finding.message)) == (fraction == 0.5)
    assert judge({}, f"FROM {base}\n").fraction == (1 if fraction else 0)


def test_scratch_needs_no_version() -> None:
    assert judge({"allowed": ["scratch"], "tagged": True}, "FROM scratch\n").fraction == 1


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({"allowed": []}, "allowed"),
        ({"allowed": "python:3.11-slim"}, "allowed"),
        ({"allowed": [3]}, "allowed"),
        ({"allowed": ["Bad"]}, "allowed"),
        ({"allowed": ["node:18-slim"]}, "allowed"),
        ({"tagged": "yes"}, "tagged"),
    ],
)
def test_wrong_parameters_are_refused_by_key(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        BaseImage().validate(parameters, LAB)
    assert refused.value.key == key


def test_images_are_compared_with_the_labs_only_when_there_is_one() -> None:
    BaseImage().validate({"allowed": ["node:18-slim"]}, None)
    BaseImage().validate({"allowed": ["docker.io/library/python:3.11-slim"]}, LAB)
