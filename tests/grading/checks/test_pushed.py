from dataclasses import replace
from typing import Any

import pytest

from grading.checks.pushed import Pushed
from grading.outcome import Unanswered
from grading.probes.pushed_tags import PushedTags
from labs.checkkinds import CheckError
from tests.grading.checks.work import LAB, an_image, work
from tests.grading.said import said

EXACT = {"repository": "student/app", "tag": "1.0.0"}
LATEST = {"repository": "student/app", "pattern": "latest", "message": "Push latest, too."}
GRADED = an_image().id


def judge(require: list[dict[str, str]], *tags: str, digest: str = GRADED) -> tuple[float, str]:
    pushed = [dict(zip(("repository", "tag"), tag.split(":"), strict=True), digest=digest) for tag in tags]
    answers = {PushedTags().key: {"tags": pushed}}
    finding = Pushed().judge({"require": require}, replace(work(an_image()), answers=answers))
    return finding.fraction, said(finding.message)


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        (EXACT, "student/app:1.0.0"),
        (LATEST, "student/app:latest"),
        ({"repository": "app", "pattern": "semver"}, "app:2.10.0"),
        ({"repository": "app"}, "app:anything"),
        ({"repository": "app", "pattern": "name"}, "app:anything"),
    ],
)
def test_a_requirement_is_met(wanted: dict[str, str], tag: str) -> None:
    assert judge([wanted], "other:1", tag) == (1.0, "All images asked for are in the registry.")


def test_nothing_was_pushed() -> None:
    fraction, says = judge([EXACT, LATEST])
    assert fraction == 0
    assert says.startswith(
        "Nothing is in the registry. Missing: student/app:1.0.0. Push latest, too. An image gets"
    )


def test_each_requirement_counts_and_what_is_there_is_said() -> None:
    assert judge([EXACT, LATEST], "student/app:1.0.0", "app:latest") == (
        0.5,
        "1 of 2 images asked for are in the registry. Push latest, too. "
        "Found: student/app:1.0.0, app:latest.",
    )


def test_another_image_under_the_name_does_not_count() -> None:
    fraction, says = judge([EXACT], "student/app:1.0.0", digest="sha256:2")
    assert fraction == 0
    assert (
        "Another image than the graded one is student/app:1.0.0: tag and push after the last build." in says
    )


def test_of_many_names_a_few_are_said() -> None:
    assert judge([EXACT], *(f"a:{n}" for n in range(9)))[1].endswith("Found: a:0, a:1, a:2, a:3, a:4, ….")


def test_who_was_not_asked_cannot_be_judged() -> None:
    with pytest.raises(Unanswered):
        Pushed().judge({"require": [EXACT]}, work(an_image()))


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        ([], "require"),
        ("x", "require"),
        (["x"], "require[0]"),
        ([{"tag": "1"}], "require[0].repository"),
        ([{"repository": 1}], "require[0].repository"),
        ([{"repository": "App"}], "require[0].repository"),
        ([{"repository": "app:1"}], "require[0].repository"),
        ([{"repository": "localhost:5000/app"}], "require[0].repository"),
        ([{"repository": "app", "name": "x"}], "require[0].name"),
        ([{"repository": "app", "tag": "1", "pattern": "name"}], "require[0].tag"),
        ([{"repository": "app", "pattern": "exact"}], "require[0].tag"),
        ([{"repository": "app", "pattern": "any"}], "require[0].pattern"),
        ([{"repository": "app", "tag": "-"}], "require[0].tag"),
    ],
)
def test_wrong_parameters_are_refused_by_key(wanted: Any, key: str) -> None:
    with pytest.raises(CheckError) as refused:
        Pushed().validate({"require": wanted}, None)
    assert refused.value.key == key


def test_the_lab_must_have_a_registry() -> None:
    with pytest.raises(CheckError, match=r"expected in a lab with a \[registry\]"):
        Pushed().validate({"require": [EXACT]}, replace(LAB, registry=None))
    Pushed().validate({"require": [EXACT]}, LAB)
