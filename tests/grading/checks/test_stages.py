from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grading.checks.stages import Stages
from grading.outcome import Finding
from grading.tree import Package, Tree
from labs.checkkinds import CheckError
from tests.grading.checks.work import an_image, work
from tests.grading.said import said
from tests.grading.tree.made import layer

TWO = "FROM debian:12-slim AS build\nRUN make\nFROM debian:12-slim\nCOPY --from=build /x /\n"
UNUSED = "FROM debian:12-slim AS build\nRUN make\nFROM debian:12-slim\nRUN make\n"
CHAIN = (
    "FROM debian:12-slim AS base\nFROM base AS tests\nFROM base AS build\n"
    "FROM scratch\nRUN --mount=from=build,target=/y true\n"
)


def judged(dockerfile: str = TWO, target: str | None = None, **parameters: Any) -> Finding:
    Stages().validate(parameters, None)
    own = layer({"usr/local/bin/gcc": 1, "opt/gcc": 1})
    own.packages["var/lib/dpkg/status"] = [Package("dpkg", "make", "4")]
    own.entries |= layer({"var/lib/dpkg/status": 1}).entries
    image = replace(an_image([(1, 4)]), tree=Tree((layer({"bin/sh": 1}), own)))
    return Stages().judge(parameters, work(image, dockerfile, target=target))


@pytest.mark.parametrize(
    ("dockerfile", "target", "stages"),
    [(TWO, None, 2), (TWO, "build", 1), (UNUSED, None, 1), (CHAIN, None, 3), (CHAIN, "tests", 2)],
)
def test_the_stages_count_that_the_image_is_made_of(dockerfile: str, target: str | None, stages: int) -> None:
    assert judged(dockerfile, target, least=stages, most=stages).fraction == 1
    assert judged(dockerfile, target, least=stages + 1).fraction == 0


def test_why_is_told_with_the_last_stage() -> None:
    finding = judged(UNUSED, least=2)
    assert said(finding.message) == ("Stages that the image is made of: 1; at least 2 were asked for.")
    assert finding.evidence.line == 3


def test_named_stages() -> None:
    assert judged(names=["Build"]).fraction == 1
    assert judged(UNUSED, names=["build"]).fraction == 0
    assert "called tests: FROM … AS tests names it." in said(judged(names=["build", "tests"]).message)


def test_files_taken_from_another_stage() -> None:
    assert judged(copies=True).fraction == 1
    assert judged(CHAIN, copies=True).fraction == 1
    assert judged(UNUSED, copies=True).fraction == 0
    other = "FROM debian:12-slim\nCOPY --from=busybox /bin/sh /\n"
    assert judged(other, copies=True).fraction == 0


def test_programs_are_looked_for_where_programs_lie() -> None:
    finding = judged(without_programs=["make", "gcc"])
    assert finding.fraction == 0.5
    assert said(finding.message).endswith(
        "The program gcc is in the image: leave it in a stage before the last."
    )
    evidence = finding.evidence
    assert (evidence.line, evidence.layer, evidence.path) == (4, 1, "/usr/local/bin/gcc")
    assert judged(without_programs=["sh"]).fraction == 0  # the base's count as well


def test_packages_that_are_installed() -> None:
    finding = judged(without_packages=["make", "gcc"])
    assert finding.fraction == 0.5
    assert "The package make is installed" in said(finding.message)
    assert finding.evidence.path == "/var/lib/dpkg/status"


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({}, "least"),
        ({"least": 0}, "least"),
        ({"least": 3, "most": 2}, "most"),
        ({"copies": False}, "copies"),
        ({"names": "build"}, "names"),
        ({"without_programs": []}, "without_programs"),
        ({"without_packages": [1]}, "without_packages"),
    ],
)
def test_wrong_parameters_are_named(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        Stages().validate(parameters, None)
    assert refused.value.key == key
