from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grading.checks.context import ContextCheck
from grading.outcome import Finding
from grading.tree import Tree
from labs.checkkinds import CheckError
from tests.grading.checks.work import LAB, an_image, work
from tests.grading.said import said
from tests.grading.tree.made import layer

DOCKERFILE = "FROM python:3.11-slim\nCOPY app.py /app/\nCOPY . /app/\n"
FILES = {"app.py": "", "key.pem": "", "logs/a.log": "", "Dockerfile": DOCKERFILE}


def judged(
    ignored: str | None = None, image: tuple[str, ...] = (), name: str = "Dockerfile", **parameters: Any
) -> Finding:
    """`image` are the files that the COPY on line 3 makes; the base has base.log."""
    ContextCheck().validate(parameters, None)
    files = FILES if ignored is None else FILES | {".dockerignore": ignored}
    tree = Tree((layer({"var/base.log": 1}), layer(dict.fromkeys(image, 1))))
    built = replace(an_image([(1, 3)]), tree=tree)
    given = replace(work(built, DOCKERFILE), files=files, dockerfile_name=name)
    return ContextCheck().judge(parameters, given)


def test_what_is_as_asked_for_earns_all() -> None:
    finding = judged(
        "*.pem\nlogs\n", ("app/app.py",), present=["app.py"], absent=["*.pem", "logs", "nothing"]
    )
    assert finding.fraction == 1
    assert said(finding.message) == "The build context and the image hold what was asked for."


def test_each_pattern_is_an_equal_part_and_the_first_wrong_one_is_told() -> None:
    finding = judged("*.pem\n", absent=["key.pem", "**/*.log"])
    assert finding.fraction == 0.5
    assert said(finding.message) == (
        "As asked for: 1 of 2. logs/a.log reaches the builder: no line of .dockerignore keeps it out."
    )
    assert finding.evidence.line == 3  # the COPY that takes it


@pytest.mark.parametrize(
    ("ignored", "why"),
    [
        (None, "key.pem reaches the builder: there is no .dockerignore."),
        ("# all\n*\n!*.pem\n", "key.pem reaches the builder: line 3 of .dockerignore, !*.pem, lets it in."),
    ],
)
def test_the_line_that_lets_a_file_in_is_named(ignored: str | None, why: str) -> None:
    assert said(judged(ignored, absent=["key.pem"]).message) == why


def test_without_an_image_the_context_is_judged_and_patterns_of_the_image_earn_nothing() -> None:
    parameters = {
        "present": ["app.py"],
        "absent": ["*.log"],
        "image_absent": ["*.pem"],
        "image_present": ["a"],
    }
    finding = ContextCheck().judge(parameters, replace(work(None, DOCKERFILE), files=FILES))
    assert (finding.fraction, said(finding.message)) == (
        0.5,
        "As asked for: 2 of 4. No image was built, so there is nothing to look at.",
    )


def test_the_line_that_keeps_a_file_out_is_named() -> None:
    finding = judged("*.py\n", present=["app.py", "Dockerfile"])
    assert finding.fraction == 0.5
    assert said(finding.message).endswith(
        "app.py does not reach the builder: line 1 of .dockerignore, *.py, keeps it out."
    )
    assert "readme.md is not among the files" in said(judged(present=["readme.md"]).message)


def test_the_dockerignore_of_the_dockerfile_that_was_built_counts() -> None:
    files = FILES | {".dockerignore": "", "x.dockerignore": "key.pem"}
    given = replace(work(an_image(), DOCKERFILE), files=files, dockerfile_name="x")
    assert ContextCheck().judge({"absent": ["key.pem"]}, given).fraction == 1


def test_a_file_in_the_image_is_told_with_its_copy_and_the_bases_own_are_not() -> None:
    finding = judged(None, ("app/a.log",), image_absent=["**/*.log"])
    assert finding.fraction == 0
    assert said(finding.message).endswith("/app/a.log is in the image: line 3 brings it in.")
    evidence = finding.evidence
    assert (evidence.line, evidence.layer, evidence.path) == (3, 1, "/app/a.log")
    assert judged(None, (), image_absent=["**/*.log"]).fraction == 1


def test_a_strange_name_hides_nothing() -> None:
    assert judged(None, ("a\nb/\udcff.log",), image_absent=["**/*.log"]).fraction == 0


def test_a_file_that_is_missing_in_the_image() -> None:
    assert judged(None, ("app/app.py",), image_present=["app/app.py", "var/*"]).fraction == 1
    assert said(judged(None, (), image_present=["app/app.py"]).message).endswith(
        "Not in the image: app/app.py."
    )


def test_too_many_patterns_are_the_learners_fault() -> None:
    finding = judged("x\n" * 1001, absent=["key.pem"])
    assert (finding.fraction, said(finding.message)) == (0, "Too many patterns: at most 1000 are read here.")


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({}, "absent"),
        ({"absent": "x"}, "absent"),
        ({"absent": []}, "absent"),
        ({"present": ["!x"]}, "present"),
        ({"image_absent": ["[x"]}, "image_absent"),
        ({"image_absent": ["[z-a]"]}, "image_absent"),
        ({"absent": [""]}, "absent"),
        ({"absent": [".evn"]}, "absent"),
    ],
)
def test_wrong_parameters_are_named(parameters: dict[str, Any], key: str) -> None:
    with pytest.raises(CheckError) as refused:
        ContextCheck().validate(parameters, replace(LAB, starter={".env": ""}))
    assert refused.value.key == key
