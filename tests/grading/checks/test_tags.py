from typing import Any

import pytest

from grading.checks.tags import Tags
from labs.checkkinds import CheckError
from tests.grading.checks.work import an_image, work
from tests.grading.said import said

SEMVER = {"pattern": "semver", "name": "app"}
LATEST = {"pattern": "latest", "name": "app"}
FULL = {"pattern": "exact", "name": "registre.example.org/outils/app", "tag": "2.1.0"}


def judge(require: list[dict[str, str]], *tags: str) -> tuple[float, str]:
    finding = Tags().judge({"require": require}, work(an_image(tags=tags)))
    return finding.fraction, said(finding.message)


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        (SEMVER, "app:1.0.0"),
        (SEMVER, "docker.io/library/app:10.20.30"),
        (SEMVER, "app:1.0.0-rc.1"),
        (SEMVER, "app:0.0.0-0a.x-y"),
        ({"pattern": "semver"}, "team/other:1.2.3"),
        (LATEST, "app:latest"),
        (LATEST, "app"),
        ({"pattern": "latest"}, "x:latest"),
        (FULL, "registre.example.org/outils/app:2.1.0"),
        ({"pattern": "exact", "tag": "2.1"}, "x:2.1"),
        ({"tag": "2.1"}, "x:2.1"),
        ({"name": "app"}, "app:anything"),
        ({"pattern": "name", "name": "app"}, "app:anything"),
    ],
)
def test_a_requirement_is_met(wanted: dict[str, str], tag: str) -> None:
    assert judge([wanted], "z:z", tag) == (1.0, "All tags asked for are there.")


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        (SEMVER, "app:1.0"),
        (SEMVER, "app:01.0.0"),
        (SEMVER, "app:1.0.0-01"),
        (SEMVER, "app:1.0.0-"),
        (SEMVER, "app:1.0.0.0"),
        (SEMVER, "app:v1.0.0"),
        (SEMVER, "app"),
        (SEMVER, "team/app:1.0.0"),
        (LATEST, "app:1.0.0"),
        (FULL, "outils/app:2.1.0"),
        (FULL, "registre.example.org/outils/app:2.1"),
        ({"pattern": "name", "name": "app"}, "apps:1"),
        ({"pattern": "name", "name": "app"}, "NOT A TAG"),
    ],
)
def test_a_requirement_is_not_met(wanted: dict[str, str], tag: str) -> None:
    assert judge([wanted], tag)[0] == 0


def test_requirements_share_the_points_and_the_missing_are_named() -> None:
    fraction, says = judge(
        [SEMVER, LATEST, {**FULL, "message": "Il manque le nom complet."}, LATEST], "app:latest"
    )
    assert fraction == 0.5
    assert says == (
        "2 of 4 tags asked for are there: app:latest. Missing: app:MAJOR.MINOR.PATCH. Il manque le nom complet."
    )


NAME_AND_VERSION = [
    {"pattern": "name", "name": "quote", "message": "It has to be called quote."},
    {"pattern": "semver", "name": "quote", "message": "It needs a full version, such as quote:1.0.0."},
]


@pytest.mark.parametrize(
    ("tag", "says"),
    [
        ("quote", "The name is right; the version is missing: found quote:latest."),
        ("quote:1.0", "The name is right; the version is not as asked for: found quote:1.0."),
        ("quotes:1.0.0", "0 of 2 tags asked for are there. It has to be called quote."),
    ],
)
def test_a_right_name_without_its_version_is_said_so(tag: str, says: str) -> None:
    told = judge(NAME_AND_VERSION, tag)[1]
    assert told == f"{says} It needs a full version, such as quote:1.0.0."


def test_requirements_without_a_name_are_named_too() -> None:
    assert (
        "Missing: …:MAJOR.MINOR.PATCH, …:latest, app."
        in judge([{"pattern": "semver"}, {"pattern": "latest"}, {"pattern": "name", "name": "app"}])[1]
    )


@pytest.mark.parametrize("wanted", [SEMVER, {"pattern": "exact", "name": "app", "tag": "2.1.0"}])
def test_a_leading_v_is_explained(wanted: dict[str, str]) -> None:
    assert "A semantic version has no leading v, as app:v2.1.0 has." in judge([wanted], "app:v2.1.0")[1]


def test_a_leading_v_elsewhere_is_not_mentioned() -> None:
    assert "leading v" not in judge([SEMVER], "other:v2.1.0", "app:vx")[1]


@pytest.mark.parametrize(
    ("require", "key"),
    [
        (None, "require"),
        ([], "require"),
        ("semver", "require"),
        (["semver"], "require[0]"),
        ([LATEST, {"pattern": "sember"}], "require[1].pattern"),
        ([{}], "require[0].name"),
        ([LATEST | {"nom": "x"}], "require[0].nom"),
        ([LATEST | {"name": 3}], "require[0].name"),
        ([LATEST | {"message": ""}], "require[0].message"),
        ([LATEST | {"tag": "1"}], "require[0].tag"),
        ([{"pattern": "exact", "name": "app"}], "require[0].tag"),
        ([{"pattern": "exact", "tag": "1 2"}], "require[0].tag"),
        ([{"pattern": "name"}], "require[0].name"),
        ([{"pattern": "name", "name": "App"}], "require[0].name"),
        ([{"pattern": "name", "name": "app:1"}], "require[0].name"),
    ],
)
def test_wrong_parameters_are_refused_by_key(require: Any, key: str) -> None:
    with pytest.raises(CheckError) as refused:
        Tags().validate({"require": require}, None)
    assert refused.value.key == key
